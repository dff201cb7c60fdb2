import { createHash } from 'node:crypto';
import type { Event, KubeObject, ObjectReference } from '../types.js';
import { type Store, keyOf } from './store.js';
import { rfc3339 } from './timestamps.js';

export interface EventNews {
  about: KubeObject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Who says it, such as `kubelet`. */
  component: string;
  /** Part of the object, such as `spec.containers{order-service}`. */
  fieldPath?: string;
}

const lifetimeMs = 60 * 60 * 1000;

/**
 * Writes an Event about an object. The same news again raises `count` and `lastTimestamp`, as the kubelet's event
 * correlator does. Nothing happens when the namespace is gone: events must never fail what they tell of.
 */
export function recordEvent(store: Store, news: EventNews, now: Date = new Date()): void {
  const namespace = news.about.metadata.namespace ?? 'default';
  if (store.get({ kind: 'Namespace', name: namespace }) === undefined) return;
  const name = nameFor(news);
  const lastTimestamp = rfc3339(now);
  const known = store.update<Event>({ kind: 'Event', namespace, name }, (event) => {
    event.count = (event.count ?? 1) + 1;
    event.lastTimestamp = lastTimestamp;
  });
  if (known !== undefined) return;
  forgetOld(store, namespace, now);
  store.create<Event>({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: referenceTo(news),
    reason: news.reason,
    message: news.message,
    source: { component: news.component },
    firstTimestamp: lastTimestamp,
    lastTimestamp,
    count: 1,
    type: news.type,
    eventTime: null,
    reportingComponent: news.component,
    reportingInstance: '',
  });
}

/** Events live for an hour, as in Kubernetes. */
function forgetOld(store: Store, namespace: string, now: Date): void {
  const oldest = rfc3339(new Date(now.getTime() - lifetimeMs));
  const isOld = (event: Event) => (event.lastTimestamp ?? event.eventTime ?? oldest) < oldest;
  store
    .list<Event>('Event', { namespace })
    .filter(isOld)
    .forEach((event) => store.delete(keyOf(event)));
}

function nameFor({ about, type, reason, message, component, fieldPath = '' }: EventNews): string {
  const identity = [about.metadata.uid, type, reason, message, component, fieldPath].join('\n');
  return `${about.metadata.name}.${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
}

function referenceTo({ about, fieldPath }: EventNews): ObjectReference {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  return {
    kind: about.kind,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(uid !== undefined && { uid }),
    apiVersion: about.apiVersion,
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(fieldPath !== undefined && { fieldPath }),
  };
}
