import { isJsonObject } from '../store/json.js';
import type { StructuralSchema } from '../types.js';
import { goTypeOf } from './built-in-schemas.js';
import { schemaOfField } from './unknown-fields.js';

/**
 * The first value of a wrong JSON type, as Go's JSON decoder reports it:
 * `json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string`.
 */
export function goTypeProblem(
  value: unknown,
  schema: StructuralSchema,
  path = '',
  parent = '',
): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (!fits(value, schema)) {
    return `json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ${parent}.${path} of type ${goName(schema)}`;
  }
  if (Array.isArray(value)) {
    return firstProblem(value.map((item) => [item, schema.items, path, parent]));
  }
  if (!isJsonObject(value)) return undefined;
  const fields = Object.entries(value).map(([name, field]): Part => {
    const known = schemaOfField(schema, name);
    // Maps have no struct fields, so their keys are not part of the path.
    const isMap = schema.properties === undefined;
    return [field, known, isMap ? path : joined(path, name), goTypeOf(schema) ?? parent];
  });
  return firstProblem(fields);
}

type Part = [value: unknown, schema: StructuralSchema | undefined, path: string, parent: string];

function firstProblem(parts: Part[]): string | undefined {
  for (const [value, schema, path, parent] of parts) {
    const problem = schema === undefined ? undefined : goTypeProblem(value, schema, path, parent);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fits(value: unknown, schema: StructuralSchema): boolean {
  switch (schema.type) {
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === schema.type;
    default:
      return schema['x-kubernetes-int-or-string'] !== true || ['number', 'string'].includes(typeof value);
  }
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' && !Number.isInteger(value) ? `number ${value}` : typeof value;
}

function goName(schema: StructuralSchema): string {
  if (schema.type === 'array') return `[]${goName(schema.items ?? {})}`;
  if (schema.type === 'object' && schema.properties === undefined) return 'map[string]string';
  const names = {
    object: `v1.${goTypeOf(schema)}`,
    integer: 'int32',
    number: 'float64',
    boolean: 'bool',
    string: 'string',
  };
  return schema.type === undefined ? 'intstr.IntOrString' : names[schema.type];
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
