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
  /** The node that `component` runs on, when it runs on every node. */
  host?: string;
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
  const lastTimestamp = rfc3339(now);
  const known = store.list<Event>('Event', { namespace }).find((event) => isSame(event, news));
  if (known !== undefined) {
    store.update<Event>(keyOf(known), (event) => {
      event.count = (event.count ?? 1) + 1;
      event.lastTimestamp = lastTimestamp;
    });
    return;
  }
  forgetOld(store, namespace, now);
  store.create<Event>({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName(store, news.about, now), namespace },
    involvedObject: referenceTo(news),
    reason: news.reason,
    message: news.message,
    source: { component: news.component, ...(news.host !== undefined && { host: news.host }) },
    firstTimestamp: lastTimestamp,
    lastTimestamp,
    count: 1,
    type: news.type,
    eventTime: null,
    reportingComponent: news.component,
    reportingInstance: news.host ?? '',
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

/**
 * The object's name and the nanosecond, as client-go's recorder names events: `kubectl describe` lists the events of an
 * object by name, so names must sort in the order in which things happened.
 */
function eventName(store: Store, about: KubeObject, now: Date): string {
  const { name, namespace = 'default' } = about.metadata;
  for (let nanosecond = BigInt(now.getTime()) * 1_000_000n; ; nanosecond++) {
    const candidate = `${name}.${nanosecond.toString(16)}`;
    if (store.get({ kind: 'Event', namespace, name: candidate }) === undefined) return candidate;
  }
}

function isSame(event: Event, { about, type, reason, message, component, fieldPath }: EventNews): boolean {
  const { involvedObject, source } = event;
  return (
    involvedObject.uid === about.metadata.uid &&
    involvedObject.fieldPath === fieldPath &&
    event.type === type &&
    event.reason === reason &&
    event.message === message &&
    source?.component === component
  );
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
