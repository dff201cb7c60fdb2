import type { StructuralSchema } from '@chaos-workshop/kube-api';

/** Building blocks of the schemas, so that a kind reads as its list of fields. */

export function text(description: string): StructuralSchema {
  return { type: 'string', description };
}

export function oneOf(description: string, values: string[]): StructuralSchema {
  return { type: 'string', description, enum: values };
}

/**
 * A text that is empty when it is missing: the real mutating webhook writes every text of its structures before the
 * schema is looked at, so that clients are told of a wrong text rather than of a missing one.
 */
export function unset(schema: StructuralSchema): StructuralSchema {
  return { ...schema, default: '' };
}

export function flag(description: string): StructuralSchema {
  return { type: 'boolean', description };
}

export function integer(description: string, limits: StructuralSchema = {}): StructuralSchema {
  return { type: 'integer', description, ...limits };
}

export function list(items: StructuralSchema, description: string): StructuralSchema {
  return { type: 'array', description, items };
}

export function map(values: StructuralSchema, description: string): StructuralSchema {
  return { type: 'object', description, additionalProperties: values };
}

export function object(
  description: string,
  properties: Record<string, StructuralSchema>,
  required: string[] = [],
): StructuralSchema {
  return { type: 'object', description, properties, ...(required.length > 0 && { required }) };
}

export const anything: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const duration = text(
  'How long it lasts, counted from its creation: a Go duration such as 30s or 1m30s.',
);
export const remoteCluster = text('Another cluster to inject into. Not possible in the lab.');
