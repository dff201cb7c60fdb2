import {
  type ChaosController,
  chaosKinds,
  experimentId,
  type HTTPFault,
  isChaos,
} from '@chaos-workshop/chaos-mesh';
import type { Change, Store } from '@chaos-workshop/kube-api';
import type { Component } from '../component.js';
import { runController } from '../controller.js';

/** A pass over an experiment whenever it changes. Pods that come and go matter to HTTPFaults, which follow their selectors. */
export function runChaosController(
  controller: ChaosController,
  { store, log }: { store: Store; log: (line: string) => void },
): Component {
  const watched = {
    name: 'chaos',
    kinds: [...chaosKinds, 'Pod'],
    keysOf: ({ type, object }: Change): string[] => {
      if (isChaos(object)) return [experimentId(object)];
      return type === 'MODIFIED' ? [] : store.list<HTTPFault>('HTTPFault').map(experimentId);
    },
    reconcile: (id: string) => controller.reconcile(id),
  };
  return runController(store, watched, log);
}
