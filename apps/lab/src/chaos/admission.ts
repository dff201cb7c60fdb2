import { chaosAdmission as admissionOf } from '@chaos-workshop/chaos-mesh';
import type { Admission, Store } from '@chaos-workshop/kube-api';
import { clusterOf } from './cluster.js';

/** Admission of experiments; warnings and previews look at the cluster as it is. */
export function chaosAdmission(store: Store): Admission {
  return admissionOf(() => clusterOf(store));
}
