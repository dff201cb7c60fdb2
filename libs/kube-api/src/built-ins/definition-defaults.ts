import type { CustomResourceDefinition } from '../types.js';
import { rfc3339 } from '../store/timestamps.js';
import { fill } from './fill.js';

/** Defaults and status of a CustomResourceDefinition: names are accepted and the kind is served at once. */
export function defaultDefinition(definition: CustomResourceDefinition, now: Date): void {
  const { spec } = definition;
  fill(spec.names, { singular: spec.names.kind.toLowerCase(), listKind: `${spec.names.kind}List` });
  fill(spec, { conversion: { strategy: 'None' } });
  definition.status ??= {};
  fill(definition.status, {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found', now),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted', now),
    ],
    storedVersions: spec.versions.filter(({ storage }) => storage).map(({ name }) => name),
  });
  definition.status.acceptedNames = { ...spec.names };
}

function condition(type: string, reason: string, message: string, now: Date) {
  return { type, status: 'True' as const, reason, message, lastTransitionTime: rfc3339(now) };
}
