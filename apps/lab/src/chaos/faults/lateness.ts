import { isChaos, type NetworkChaos, type Random } from '@chaos-workshop/chaos-mesh';
import type { Pod, Store } from '@chaos-workshop/kube-api';
import { type Shape, trafficShapes } from './traffic-shape.js';

/** A packet that was lost is sent again after this long, then after twice as long, and so on. */
const sentAgainAfterMs = 1000;

/**
 * By how many milliseconds what a pod answers its node is late; infinite: it never arrives. The kubelet asks from
 * outside all links, so it meets the experiments that take all traffic of a pod. Rates are not among what is late:
 * the questions of probes are small.
 */
export function lateness(store: Store, random: Random): (pod: Pod) => number {
  return ({ metadata }) => {
    const id = `${metadata.namespace}/${metadata.name}`;
    const met = store.list<NetworkChaos>('NetworkChaos').filter((chaos) => isOnAllTraffic(chaos, id));
    return met
      .flatMap(({ spec }) => trafficShapes(spec))
      .reduce((sum, shape) => sum + lateBy(shape, random), 0);
  };
}

function isOnAllTraffic(chaos: NetworkChaos, id: string): boolean {
  if (!isChaos(chaos) || chaos.spec.target !== undefined) return false;
  const records = chaos.status?.experiment.containerRecords ?? [];
  return records.some((record) => record.id === id && record.phase === 'Injected');
}

function lateBy({ type, attributes }: Shape, random: Random): number {
  const { latency = 0, jitter = 0, percent = 0 } = attributes;
  switch (type) {
    case 'blackhole':
      return Infinity;
    case 'latency':
      return Math.max(0, latency + jitter * (2 * random() - 1));
    case 'loss':
      return sentAgain(percent / 100, random);
    case 'bandwidth':
      return 0;
    default:
      return type satisfies never;
  }
}

function sentAgain(share: number, random: Random): number {
  if (share >= 1) return Infinity;
  let lateMs = 0;
  for (let waitMs = sentAgainAfterMs; random() < share; waitMs *= 2) lateMs += waitMs;
  return lateMs;
}
