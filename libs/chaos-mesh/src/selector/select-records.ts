import type { Chaos, ChaosRecord, Cluster, Random } from '../types.js';
import { selectPods } from './select-pods.js';
import type { Pod } from '@chaos-workshop/kube-api';

/** The records an experiment starts with. Throws when a selector finds nothing: then nothing is stored. */
export function selectRecords(chaos: Chaos, cluster: Cluster, random: Random): ChaosRecord[] {
  const sources = idsOf(chaos, selectPods(chaos.spec, cluster, random)).map((id) => newRecord(id, '.'));
  if (sources.length === 0) throw new Error('no target has been selected');
  if (chaos.kind !== 'NetworkChaos' || chaos.spec.target === undefined) return sources;
  const targets = selectPods(chaos.spec.target, cluster, random).map(idOf);
  if (targets.length === 0) throw new Error('no target has been selected');
  return [...sources, ...targets.map((id) => newRecord(id, '.Target'))];
}

function idsOf(chaos: Chaos, pods: Pod[]): string[] {
  if (chaos.kind !== 'PodChaos' || chaos.spec.action !== 'container-kill') return pods.map(idOf);
  const names = chaos.spec.containerNames ?? [];
  return pods.flatMap((pod) => {
    const containers = names.length === 0 ? pod.spec.containers.slice(0, 1) : pod.spec.containers;
    const wanted = containers.filter(({ name }) => names.length === 0 || names.includes(name));
    return wanted.map(({ name }) => `${idOf(pod)}/${name}`);
  });
}

function idOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function newRecord(id: string, selectorKey: ChaosRecord['selectorKey']): ChaosRecord {
  return { id, selectorKey, phase: 'Not Injected', injectedCount: 0, recoveredCount: 0 };
}
