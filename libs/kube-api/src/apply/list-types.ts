import { listStrategy } from '../patches/merge-keys.js';
import type { ServedResource } from '../resources/resources.js';
import type { StructuralSchema } from '../types.js';

/** How server-side apply merges a list: item by item under keys, as a set of values, or as a whole. */
export type ListType = { keys: string[] } | 'set' | 'atomic';

/** Answers for a path without indices, such as `spec.template.spec.containers`. */
export type ListTypes = (path: string[]) => ListType;

export function listTypesOf({ custom }: ServedResource): ListTypes {
  return custom === undefined ? builtInListType : (path) => listTypeIn(custom.schema?.openAPIV3Schema, path);
}

function builtInListType(path: string[]): ListType {
  const strategy = listStrategy(path.join('.'));
  if (strategy === 'replace') return 'atomic';
  return strategy === 'set' ? 'set' : { keys: [strategy.by] };
}

function listTypeIn(root: StructuralSchema | undefined, path: string[]): ListType {
  const schema = path.reduce<StructuralSchema | undefined>(fieldOf, root);
  if (schema?.['x-kubernetes-list-type'] === 'set') return 'set';
  const keys = schema?.['x-kubernetes-list-map-keys'];
  return schema?.['x-kubernetes-list-type'] === 'map' && keys !== undefined ? { keys } : 'atomic';
}

function fieldOf(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  const parent = schema?.items ?? schema;
  const { additionalProperties } = parent ?? {};
  return (
    parent?.properties?.[name] ??
    (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  );
}
