import type { ServedResource } from '../resources/resources.js';
import { decodingProblem, pruneObject } from '../schema/object-schema.js';
import { StatusError } from '../status-error.js';
import { isJsonObject } from '../store/json.js';
import type { KubeObject } from '../types.js';
import type { FieldValidation } from './write-options.js';

/** Makes the refusal of a write from what is wrong with its fields. */
export type Refusal = (problem: string) => StatusError;

/**
 * Prunes unknown fields in place. Strict: refuses them; Warn: returns a warning for each. A value of a wrong type
 * is always refused.
 */
export function checkFields(
  object: KubeObject,
  resource: ServedResource,
  { fieldValidation, refuse }: { fieldValidation: FieldValidation; refuse: Refusal },
): string[] {
  const wrongType = decodingProblem(object, resource);
  if (wrongType !== undefined) throw refuse(wrongType);
  if (resource.custom === undefined) dropNulls(object);
  const unknown = pruneObject(object, resource).map((path) => `unknown field "${path}"`);
  if (unknown.length === 0 || fieldValidation === 'Ignore') return [];
  if (fieldValidation === 'Warn') return unknown;
  throw refuse(`strict decoding error: ${unknown.join(', ')}`);
}

/** In Go, a null in a built-in kind is a field that is not set. */
function dropNulls(value: unknown): void {
  if (Array.isArray(value)) value.forEach(dropNulls);
  if (!isJsonObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    if (field === null) delete value[name];
    else dropNulls(field);
  }
}

/** How a create or replace is refused. */
export function cannotBeHandled({ kind, version }: ServedResource): Refusal {
  return (problem) =>
    StatusError.badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${problem}`);
}

/** How a patch is refused; `patch` is shown as the real API server shows it. */
export function patchRefused(patch: string): Refusal {
  return (problem) => {
    const cause = {
      reason: 'FieldValueInvalid' as const,
      field: 'patch',
      message: `Invalid value: ${JSON.stringify(patch)}: ${problem}`,
    };
    return StatusError.invalid({ kind: '', group: '' }, '', [cause]);
  };
}
