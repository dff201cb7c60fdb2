import type { Injector, PodChaos } from '@chaos-workshop/chaos-mesh';
import { type Container, keyOf, type Pod, type Store } from '@chaos-workshop/kube-api';
import { findPod } from '../cluster.js';
import { requirePod } from './require-pod.js';

/** Chaos Mesh's default: a container that sleeps, so that the pod runs and nothing in it listens. */
const pauseImage = 'gcr.io/google-containers/pause:latest';

/** Label values and names of annotations end here. */
const longestName = 63;

/** Puts a pause image in the place of every container's own, and the own ones back in the end. */
export function podFailure(store: Store): Injector<PodChaos> {
  return {
    apply({ chaos, record }) {
      store.update<Pod>(keyOf(requirePod(store, record)), (draft) =>
        forEachImage(draft, chaos, pauseContainer),
      );
      return 'Injected';
    },
    recover({ chaos, record }) {
      const pod = findPod(store, record.id);
      if (pod !== undefined)
        store.update<Pod>(keyOf(pod), (draft) => forEachImage(draft, chaos, restoreContainer));
      return 'Not Injected';
    },
  };
}

interface Held {
  container: Container;
  annotations: Record<string, string>;
  /** The annotation that keeps the container's own image. */
  key: string;
}

function forEachImage(pod: Pod, chaos: PodChaos, act: (held: Held) => void): void {
  const annotations = (pod.metadata.annotations ??= {});
  const { containers, initContainers = [] } = pod.spec;
  for (const container of containers)
    act({ container, annotations, key: keyFor(chaos, `${container.name}-normal`) });
  for (const container of initContainers)
    act({ container, annotations, key: keyFor(chaos, `${container.name}-init`) });
}

function pauseContainer({ container, annotations, key }: Held): void {
  if (annotations[key] !== undefined) return;
  annotations[key] = container.image ?? '';
  container.image = pauseImage;
}

function restoreContainer({ container, annotations, key }: Held): void {
  const image = annotations[key];
  if (image === undefined) return;
  container.image = image;
  delete annotations[key];
}

function keyFor({ metadata, spec }: PodChaos, container: string): string {
  const key = `chaos-mesh-${metadata.name}-${spec.action}-${container}-image`;
  return key.length > longestName ? container : key;
}
