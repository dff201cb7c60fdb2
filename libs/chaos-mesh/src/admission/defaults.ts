import type { Chaos, NetworkChaos, PodSelector } from '../types.js';

/** What Chaos Mesh's mutating webhooks fill in. */
export function withDefaults(chaos: Chaos): Chaos {
  const draft = structuredClone(chaos);
  const namespace = draft.metadata.namespace ?? 'default';
  defaultNamespaces(draft.spec, namespace);
  if (draft.kind === 'NetworkChaos') defaultNetworkChaos(draft, namespace);
  if (draft.kind === 'HTTPFault') draft.spec.standDownHeader ??= 'Workshop-ChaosProxy-StandDown';
  draft.status ??= { experiment: {} };
  return draft;
}

function defaultNamespaces({ selector }: PodSelector, namespace: string): void {
  if ((selector.namespaces ?? []).length === 0) selector.namespaces = [namespace];
}

function defaultNetworkChaos({ spec }: NetworkChaos, namespace: string): void {
  spec.direction ??= 'to';
  if (spec.target !== undefined) defaultNamespaces(spec.target, namespace);
  const { delay, loss, duplicate, corrupt } = spec;
  for (const part of [delay, loss, duplicate, corrupt, delay?.reorder]) {
    if (part !== undefined) part.correlation ||= '0';
  }
  if (delay !== undefined) delay.jitter ||= '0ms';
  if (spec.device !== undefined) spec.device = spec.device.replace(/@.*$/, '');
}
