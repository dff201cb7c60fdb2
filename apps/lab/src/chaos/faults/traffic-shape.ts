import { type NetworkChaosSpec, parseDuration, parseRate } from '@chaos-workshop/chaos-mesh';
import type { ToxicEntry } from './fault-content.js';

/** What happens to traffic, wherever it happens. */
export type Shape = Pick<ToxicEntry, 'type' | 'attributes'>;

/**
 * The toxics of a NetworkChaos. Every netem action is the same code in Chaos Mesh: whatever parts are there act
 * together. Throws where the real one would fail in the pod. Connections take part in it from their set-up on.
 */
export function trafficShapes({ action, ...spec }: NetworkChaosSpec): Shape[] {
  if (action === 'partition') return [{ type: 'blackhole', attributes: { connect: 1 } }];
  if (action === 'bandwidth') return bandwidth(spec);
  const shapes = [...delay(spec), ...loss(spec), ...rate(spec)];
  if (shapes.length > 0) return shapes;
  throw new Error(
    'invalid spec for netem action, at least one is required from delay, loss, duplicate, corrupt',
  );
}

type Parts = Omit<NetworkChaosSpec, 'action'>;

function delay({ delay: part }: Parts): Shape[] {
  if (part === undefined) return [];
  const jitter = parseDuration(part.jitter || '0ms');
  const correlation = percent('delay correlation', part.correlation);
  const attributes = { latency: parseDuration(part.latency), connect: 1 };
  return [
    { type: 'latency', attributes: jitter === 0 ? attributes : { ...attributes, jitter, correlation } },
  ];
}

function loss({ loss: part }: Parts): Shape[] {
  if (part === undefined) return [];
  const attributes = {
    percent: percent('loss', part.loss),
    correlation: percent('loss correlation', part.correlation),
    connect: 1,
  };
  return [{ type: 'loss', attributes }];
}

function rate({ rate: part }: Parts): Shape[] {
  return part === undefined
    ? []
    : [{ type: 'bandwidth', attributes: { bytesPerSecond: bytesPerSecond(part.rate) } }];
}

/** Instead of losing what does not fit into a queue of `limit` bytes a link makes the sender wait. */
function bandwidth({ bandwidth: part }: Parts): Shape[] {
  if (part === undefined) throw new Error('invalid spec for bandwidth action: spec.bandwidth is missing');
  const attributes = { bytesPerSecond: bytesPerSecond(part.rate), burst: part.buffer };
  return [{ type: 'bandwidth', attributes }];
}

function bytesPerSecond(text: string): number {
  const exact = parseRate(text);
  if (exact === 0) throw new Error(`rate ${text} lets nothing through: use action partition`);
  return Math.max(1, Math.round(exact));
}

function percent(what: string, text = '0'): number {
  const value = Number(text);
  if (value >= 0 && value <= 100) return value;
  throw new Error(`${what} is ${text}, not a percentage from 0 to 100`);
}
