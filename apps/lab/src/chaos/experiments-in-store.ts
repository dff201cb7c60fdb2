import { type Chaos, type Experiments, parseExperimentId } from '@chaos-workshop/chaos-mesh';
import { keyOf, type Store } from '@chaos-workshop/kube-api';
import { clusterOf } from './cluster.js';
import { eventWriter } from './event-writer.js';

export function experimentsIn(store: Store, now: () => Date): Experiments {
  return {
    find: (id) => store.get<Chaos>(parseExperimentId(id)),
    update: (chaos, change) => {
      const key = keyOf(chaos);
      const isSame = store.get(key)?.metadata.uid === chaos.metadata.uid;
      return isSame ? store.update<Chaos>(key, change) : undefined;
    },
    cluster: () => clusterOf(store),
    tell: eventWriter(store, now),
  };
}
