import type { Chaos, ChaosRecord, Cluster } from '../types.js';
import { matchingPods } from './select-pods.js';
import { newRecord } from './select-records.js';

/**
 * HTTPFault with mode `all` follows its selector: it stands on the way to a service, and stays there when the
 * service's pods are replaced. Chaos Mesh's own kinds keep the targets they began with. While nothing matches, the
 * records stay as they are.
 */
export function followTargets(chaos: Chaos, records: ChaosRecord[], cluster: Cluster): ChaosRecord[] {
  const { desiredPhase } = chaos.status?.experiment ?? {};
  if (chaos.kind !== 'HTTPFault' || chaos.spec.mode !== 'all' || desiredPhase !== 'Run') return records;
  const matched = matchingPods(chaos.spec.selector, cluster).map(
    ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  );
  const isUnchanged = matched.length === records.length && records.every(({ id }) => matched.includes(id));
  if (matched.length === 0 || isUnchanged) return records;
  return matched.map((id) => records.find((record) => record.id === id) ?? newRecord(id, '.'));
}
