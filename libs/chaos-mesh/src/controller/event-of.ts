import { type Event, rfc3339 } from '@chaos-workshop/kube-api';
import type { ChaosEvent } from '../lifecycle/events.js';
import type { Component } from '../lifecycle/stage.js';
import type { Chaos } from '../types.js';

/**
 * Events as Chaos Mesh's controller writes them: one for each piece of news, named by the nanosecond, so that their
 * names sort in the order in which things happened.
 */
export function eventMaker(
  now: () => Date,
): (chaos: Chaos, component: Component, event: ChaosEvent) => Event {
  let last = 0n;
  return (chaos, component, event) => {
    const { name, namespace = 'default', uid, resourceVersion } = chaos.metadata;
    const time = now();
    const nanoseconds = BigInt(time.getTime()) * 1_000_000n;
    last = nanoseconds > last ? nanoseconds : last + 1n;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${last.toString(16)}`, namespace, annotations: annotationsOf(event) },
      involvedObject: {
        apiVersion: chaos.apiVersion,
        kind: chaos.kind,
        name,
        namespace,
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
      },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: { component },
      firstTimestamp: rfc3339(time),
      lastTimestamp: rfc3339(time),
      count: 1,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    };
  };
}

function annotationsOf({ reason, name, fields = {} }: ChaosEvent): Record<string, string> {
  const texts = Object.entries(fields).map(([field, text]) => [`chaos-mesh.org/${field}`, text] as const);
  return { ...Object.fromEntries(texts), 'chaos-mesh.org/type': name ?? kebab(reason) };
}

function kebab(words: string): string {
  return words.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
