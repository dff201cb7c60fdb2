import type { KubeObject, Namespace, Pod } from '../types.js';
import { rfc3339 } from './timestamps.js';

export interface DeleteOptions {
  /** Pods only. Default: the Pod's `terminationGracePeriodSeconds`. */
  gracePeriodSeconds?: number;
  /** Refuse (409) unless the object has this uid. */
  uid?: string;
}

/** Whether something must still happen before a deleted object may go: finalizers, or a Pod that still runs. */
export function isHeld(object: KubeObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  if (isNamespace(object)) return (object.spec?.finalizers ?? []).length > 0;
  return isPod(object) && (object.metadata.deletionGracePeriodSeconds ?? 0) > 0;
}

/** Marks a draft as being deleted. A second deletion can only shorten the grace period. */
export function markDeleted(draft: KubeObject, options: DeleteOptions, now: Date): void {
  const { metadata } = draft;
  const asked = isPod(draft) ? podGraceSeconds(draft, options) : 0;
  const graceSeconds = Math.min(asked, metadata.deletionGracePeriodSeconds ?? asked);
  if (metadata.deletionTimestamp !== undefined && graceSeconds === metadata.deletionGracePeriodSeconds)
    return;
  metadata.deletionTimestamp = rfc3339(new Date(now.getTime() + graceSeconds * 1000));
  metadata.deletionGracePeriodSeconds = graceSeconds;
  if (isNamespace(draft)) draft.status = { ...draft.status, phase: 'Terminating' };
}

/** A Pod that is on no node or has ended needs no grace (pod strategy of the real API server). */
function podGraceSeconds(pod: Pod, options: DeleteOptions): number {
  const hasEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (pod.spec.nodeName === undefined || hasEnded) return 0;
  return Math.max(0, options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30);
}

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function isNamespace(object: KubeObject): object is Namespace {
  return object.kind === 'Namespace';
}
