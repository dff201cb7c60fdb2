import type { ChaosRecord } from '@chaos-workshop/chaos-mesh';
import type { Pod, Store } from '@chaos-workshop/kube-api';
import { findPod } from '../cluster.js';

/** Throws in the words of the client that Chaos Mesh uses. */
export function requirePod(store: Store, { id }: ChaosRecord): Pod {
  const pod = findPod(store, id);
  if (pod !== undefined) return pod;
  throw new Error(`Pod "${id.split('/')[1] ?? id}" not found`);
}
