import type { KubeObject } from '@chaos-workshop/kube-api';
import type { Chaos } from './types.js';

export const chaosMeshVersion = 'chaos-mesh.org/v1alpha1';
export const httpFaultVersion = 'chaos-workshop.io/v1alpha1';

/** The kinds of experiment that run here. */
export const chaosKinds = [
  'NetworkChaos',
  'PodChaos',
  'HTTPChaos',
  'HTTPFault',
] as const satisfies Chaos['kind'][];

const versionOf: Record<Chaos['kind'], string> = {
  NetworkChaos: chaosMeshVersion,
  PodChaos: chaosMeshVersion,
  HTTPChaos: chaosMeshVersion,
  HTTPFault: httpFaultVersion,
};

export function isChaos(object: KubeObject): object is Chaos {
  const version = Object.hasOwn(versionOf, object.kind) ? versionOf[object.kind as Chaos['kind']] : undefined;
  return version === object.apiVersion;
}

/** Killing happens once: it is neither paused nor ended by a duration, and has nothing to recover. */
export function isOneShot(chaos: Chaos): boolean {
  return chaos.kind === 'PodChaos' && chaos.spec.action !== 'pod-failure';
}
