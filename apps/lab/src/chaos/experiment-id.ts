import type { Chaos } from '@chaos-workshop/chaos-mesh';
import type { ObjectKey } from '@chaos-workshop/kube-api';

/** `kind/namespace/name`: names an experiment, and its fault in the data plane. */
export function experimentId({ kind, metadata }: Chaos): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}

export function keyOfExperiment(id: string): ObjectKey {
  const [kind = '', namespace = '', name = ''] = id.split('/');
  return { kind, namespace, name };
}
