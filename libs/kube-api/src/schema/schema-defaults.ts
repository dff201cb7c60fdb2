import { isJsonObject } from '../store/json.js';
import type { StructuralSchema } from '../types.js';
import { schemaOfField } from './unknown-fields.js';

/** Sets the defaults that a schema gives, in place. A null where null is not allowed counts as absent and goes. */
export function applySchemaDefaults(value: unknown, schema: StructuralSchema): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) value.forEach((item) => applySchemaDefaults(item, items));
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (value[name] === null && property.nullable !== true) delete value[name];
    const isMissing = value[name] === undefined;
    if (isMissing && property.default !== undefined) value[name] = structuredClone(property.default);
  }
  for (const [name, field] of Object.entries(value)) {
    const known = schemaOfField(schema, name);
    if (known !== undefined) applySchemaDefaults(field, known);
  }
}
