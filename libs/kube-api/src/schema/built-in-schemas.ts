import type { StructuralSchema } from '../types.js';
import shapesJson from './built-in-shapes.json' with { type: 'json' };

/** The shapes of built-in kinds as structural schemas, so that one interpreter serves built-ins and CRDs. */

const shapes: { kinds: Record<string, string>; types: Record<string, Record<string, string>> } = shapesJson;
const schemas = new Map<string, StructuralSchema>();

/** Undefined for a kind that is not built in. */
export function builtInSchema(kind: string): StructuralSchema | undefined {
  const type = shapes.kinds[kind];
  return type === undefined ? undefined : schemaOf(type);
}

export function objectMetaSchema(): StructuralSchema {
  return schemaOf('ObjectMeta');
}

/** `x-go-type` of a built-in's schema: the name of the type in Kubernetes' own source, for its error messages. */
export function goTypeOf(schema: StructuralSchema): string | undefined {
  return schema['x-go-type'] as string | undefined;
}

const scalars: Record<string, StructuralSchema> = {
  string: { type: 'string', nullable: true },
  integer: { type: 'integer', nullable: true },
  number: { type: 'number', nullable: true },
  boolean: { type: 'boolean', nullable: true },
  'int-or-string': { 'x-kubernetes-int-or-string': true, nullable: true },
  any: { 'x-kubernetes-preserve-unknown-fields': true },
};

/** `string`, `Container`, `[Container]` for a list, `{string}` for a map. Types may refer to themselves. */
function schemaOf(type: string): StructuralSchema {
  const scalar = scalars[type];
  if (scalar !== undefined) return scalar;
  const inner = type.slice(1, -1);
  if (type.startsWith('[')) return { type: 'array', items: schemaOf(inner), nullable: true };
  if (type.startsWith('{')) return { type: 'object', additionalProperties: schemaOf(inner), nullable: true };
  return schemas.get(type) ?? structSchema(type);
}

function structSchema(type: string): StructuralSchema {
  const properties: Record<string, StructuralSchema> = {};
  const schema: StructuralSchema = { type: 'object', properties, nullable: true, 'x-go-type': type };
  schemas.set(type, schema);
  for (const [field, fieldType] of Object.entries(shapes.types[type] ?? {}))
    properties[field] = schemaOf(fieldType);
  return schema;
}
