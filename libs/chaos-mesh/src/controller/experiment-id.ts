import type { Chaos } from '../types.js';

/** `kind/namespace/name`: names an experiment, and its fault wherever that is put. */
export function experimentId({ kind, metadata }: Chaos): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}

export function parseExperimentId(id: string): { kind: string; namespace: string; name: string } {
  const [kind = '', namespace = '', name = ''] = id.split('/');
  return { kind, namespace, name };
}
