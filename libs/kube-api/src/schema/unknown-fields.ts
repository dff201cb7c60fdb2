import { isJsonObject } from '../store/json.js';
import type { StructuralSchema } from '../types.js';
import { child } from './field-problems.js';

/** Removes fields that a schema does not know from `value`, in place, and returns their paths. */
export function pruneUnknownFields(value: unknown, schema: StructuralSchema, path = ''): string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, at) => pruneUnknownFields(item, items, child(path, at)));
  }
  if (!isJsonObject(value) || schema['x-kubernetes-int-or-string'] === true) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const known = schemaOfField(schema, name);
    if (known !== undefined) return pruneUnknownFields(field, known, child(path, name));
    if (keepsUnknownFields(schema)) return [];
    delete value[name];
    return [child(path, name)];
  });
}

export function schemaOfField(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === 'object') return additionalProperties;
  const isTypeMeta = name === 'apiVersion' || name === 'kind' || name === 'metadata';
  return schema['x-kubernetes-embedded-resource'] === true && isTypeMeta ? anything : undefined;
}

const anything: StructuralSchema = { 'x-kubernetes-preserve-unknown-fields': true };

function keepsUnknownFields(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}
