import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Resources, ServedResource } from '../resources/resources.js';
import type { Store } from '../store/store.js';
import type { PodStreams } from '../streams/pod-streams.js';
import type { ObjectKey } from '../types.js';
import type { Writes } from '../writes/writes.js';

/** What handlers work with. */
export interface Api {
  store: Store;
  resources: Resources;
  writes: Writes;
  streams: PodStreams | undefined;
  version: string;
}

/** One request, past the guard. */
export interface Call {
  api: Api;
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  /** Absent for paths that are not about a resource, such as `/version`. */
  target: Target | undefined;
}

/** What the URL is about: a collection, an object, or a part of it. */
export interface Target {
  resource: ServedResource;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

/** One kind of request; the first route that matches handles it. */
export interface Route {
  matches: (call: Call) => boolean;
  handle: (call: Call) => Promise<void> | void;
}

export function keyOfTarget({ resource, namespace, name }: Target): ObjectKey {
  const { kind } = resource;
  return namespace === undefined ? { kind, name: name ?? '' } : { kind, namespace, name: name ?? '' };
}
