import type { ServedResource } from '../resources/resources.js';
import { goTypeOf } from '../schema/built-in-schemas.js';
import { wholeSchema } from '../schema/object-schema.js';
import type { StructuralSchema } from '../types.js';

type OpenApiSchema = Record<string, unknown>;

/** The schemas of resources and of the types in them, each once, by name: what `kubectl explain` reads. */
export function componentSchemas(resources: readonly ServedResource[]): Record<string, OpenApiSchema> {
  const components: Record<string, OpenApiSchema> = {};
  for (const resource of resources) {
    const { group, version, kind } = resource;
    const schema = { ...wholeSchema(resource), 'x-go-type': kind };
    refer(schema, components);
    components[kind] = {
      ...components[kind],
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    };
  }
  return components;
}

/** Types have names and may hold themselves, so they are referred to; everything else is written in place. */
function convert(schema: StructuralSchema, components: Record<string, OpenApiSchema>): OpenApiSchema {
  if (goTypeOf(schema) !== undefined) return refer(schema, components);
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(schema);
  return inPlace(schema, components);
}

function refer(schema: StructuralSchema, components: Record<string, OpenApiSchema>): OpenApiSchema {
  const name = goTypeOf(schema) ?? '';
  if (components[name] === undefined) {
    components[name] = {};
    components[name] = inPlace(schema, components);
  }
  return { $ref: `#/components/schemas/${name}` };
}

function inPlace(schema: StructuralSchema, components: Record<string, OpenApiSchema>): OpenApiSchema {
  const { type, description, required, properties, items, additionalProperties } = schema;
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, convert(field, components)]);
  return {
    type: type ?? 'object',
    ...(description !== undefined && { description }),
    ...(schema.enum !== undefined && { enum: schema.enum }),
    ...(required !== undefined && { required }),
    ...(properties !== undefined && { properties: Object.fromEntries(fields) as OpenApiSchema }),
    ...(items !== undefined && { items: convert(items, components) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: convert(additionalProperties, components),
    }),
  };
}

function intOrString({ description }: StructuralSchema): OpenApiSchema {
  return { type: 'string', format: 'int-or-string', ...(description !== undefined && { description }) };
}
