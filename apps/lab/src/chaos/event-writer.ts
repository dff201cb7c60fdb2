import { eventMaker, type TellOf } from '@chaos-workshop/chaos-mesh';
import type { Store } from '@chaos-workshop/kube-api';

/** Tells of experiments in the store, unless the namespace has gone with them. */
export function eventWriter(store: Store, now: () => Date): TellOf {
  const eventOf = eventMaker(now);
  return (chaos, component, event) => {
    const { namespace = 'default' } = chaos.metadata;
    if (store.get({ kind: 'Namespace', name: namespace }) === undefined) return;
    store.create(eventOf(chaos, component, event));
  };
}
