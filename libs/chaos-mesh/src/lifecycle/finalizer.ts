import type { Chaos } from '../types.js';
import { finalizerInited, finalizerRemoved, updated } from './events.js';
import type { Write } from './stage.js';

export const recordsFinalizer = 'chaos-mesh/records';
export const cleanFinalizerAnnotation = 'chaos-mesh.chaos-mesh.org/cleanFinalizer';

/** Holds an experiment back from deletion until everything is recovered. */
export function initFinalizer({ metadata }: Chaos): Write | undefined {
  const finalizers = metadata.finalizers ?? [];
  if (metadata.deletionTimestamp !== undefined || finalizers.includes(recordsFinalizer)) return undefined;
  return {
    component: 'initFinalizers',
    before: [finalizerInited],
    change: (draft) => {
      draft.metadata.finalizers = [...finalizers, recordsFinalizer];
    },
    after: [updated('finalizer')],
  };
}

/** Lets a deleted experiment go: all records recovered, or its owner forced it. */
export function cleanFinalizer({ metadata, status }: Chaos): Write | undefined {
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers ?? []).length === 0) return undefined;
  const records = status?.experiment.containerRecords ?? [];
  const recovered = records.every(({ phase }) => phase === 'Not Injected');
  if (!recovered && !isForced(metadata.annotations)) return undefined;
  return {
    component: 'initFinalizers',
    before: [finalizerRemoved],
    change: (draft) => {
      draft.metadata.finalizers = [];
    },
    after: [updated('finalizer')],
  };
}

function isForced(annotations: Record<string, string> = {}): boolean {
  return annotations[cleanFinalizerAnnotation] === 'forced';
}
