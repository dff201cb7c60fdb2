// What a cluster has before anything runs in it: its node and the kinds that are not built in.
import { type KubeObject, type Store } from '@chaos-workshop/kube-api';

import { type Component } from '../component.js';
import { describeNode } from './node.js';

export function emptyCluster(store: Store, customKinds: KubeObject[]): Component {
  return {
    name: 'empty cluster',
    start: async () => {
      store.create(describeNode(new Date()));
      for (const definition of customKinds) store.create(definition);
    },
    stop: async () => {},
  };
}
