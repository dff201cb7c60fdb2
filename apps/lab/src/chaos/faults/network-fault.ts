import type { NetworkChaosSpec } from '@chaos-workshop/chaos-mesh';
import type { Edge } from './edges.js';
import type { FaultContent, ToxicEntry } from './fault-content.js';
import { nothingCrossed } from './nothing-crossed.js';
import { type Shape, trafficShapes } from './traffic-shape.js';

/** The pods that an experiment has taken, as `namespace/pod`. Without `targets` it means everybody. */
export interface Ends {
  sources: string[];
  targets: string[] | undefined;
}

/** Where on a link something happens. `upstream` names the called pod; without it: all of them. */
interface Place extends Pick<ToxicEntry, 'proxy' | 'upstream' | 'stream'> {
  /** The pod that sends: a rate is what everything that it sends has together. */
  sender?: number;
}

/**
 * A NetworkChaos on links.
 *
 *   caller ──── upstream ────▶ called pod      what a pod sends is upstream on the links it calls through,
 *   caller ◀─── downstream ─── called pod      and downstream on the links that lead to it
 */
export function networkFault(spec: NetworkChaosSpec, ends: Ends, edges: Edge[]): Omit<FaultContent, 'seed'> {
  const places = spec.action === 'partition' ? partitioned(spec, ends, edges) : shaped(spec, ends, edges);
  const toxics = trafficShapes(spec).flatMap((shape) => places.map((place) => toxic(place, shape)));
  return { toxics, http: [], whyNothingMet: whyNothingMet({ spec, ends, edges, places }) };
}

function toxic({ sender, ...place }: Place, { type, attributes }: Shape): ToxicEntry {
  const pool = type === 'bandwidth' && sender !== undefined ? { pool: sender } : {};
  return { ...place, type, attributes: { ...attributes, ...pool } };
}

/** Traffic control works on what leaves a pod, and its filter holds the addresses of pods. */
function shaped({ direction = 'to' }: NetworkChaosSpec, { sources, targets }: Ends, edges: Edge[]): Place[] {
  const senders = [...sources, ...(targets ?? [])];
  const sent = (pod: string, to: string[] | undefined) =>
    leaving(pod, to, edges).map((place) => ({ ...place, sender: senders.indexOf(pod) + 1 }));
  return distinct([
    ...(direction === 'from' ? [] : sources.flatMap((pod) => sent(pod, targets))),
    ...(direction === 'to' ? [] : (targets ?? []).flatMap((pod) => sent(pod, sources))),
  ]);
}

/**
 * What a pod sends, to everybody or to some pods. A packet on its way to a Service still carries the Service's
 * ClusterIP, so a filter meets it only where the Service is headless; answers go to the address of the calling pod.
 */
function leaving(pod: string, to: string[] | undefined, edges: Edge[]): Place[] {
  return edges.flatMap(({ link, caller, callees }): Place[] => {
    const { name: proxy, service } = link;
    const called =
      service.headless && to !== undefined ? callees.filter((callee) => to.includes(callee)) : [];
    const answers =
      callees.includes(pod) && (to === undefined || (caller !== undefined && to.includes(caller)));
    return [
      ...(caller === pod && to === undefined ? [{ proxy, stream: 'upstream' } as const] : []),
      ...(caller === pod ? called.map((upstream) => ({ proxy, upstream, stream: 'upstream' }) as const) : []),
      ...(answers ? [{ proxy, upstream: pod, stream: 'downstream' } as const] : []),
    ];
  });
}

/** A partition drops packets at both ends, so a Service in between does not matter. */
function partitioned(
  { direction = 'to' }: NetworkChaosSpec,
  { sources, targets }: Ends,
  edges: Edge[],
): Place[] {
  const out = () =>
    targets ? between(sources, targets, edges) : sources.flatMap((pod) => leaving(pod, undefined, edges));
  const into = () =>
    targets ? between(targets, sources, edges) : sources.flatMap((pod) => entering(pod, edges));
  return distinct([...(direction === 'from' ? [] : out()), ...(direction === 'to' ? [] : into())]);
}

/** Everything that pods send to other pods. */
function between(from: string[], to: string[], edges: Edge[]): Place[] {
  return edges.flatMap(({ link, caller, callees }) =>
    callees.flatMap((callee): Place[] => {
      const place = { proxy: link.name, upstream: callee };
      if (caller === undefined) return [];
      return [
        ...(from.includes(caller) && to.includes(callee) ? [{ ...place, stream: 'upstream' } as const] : []),
        ...(from.includes(callee) && to.includes(caller)
          ? [{ ...place, stream: 'downstream' } as const]
          : []),
      ];
    }),
  );
}

/** Everything that comes to a pod. */
function entering(pod: string, edges: Edge[]): Place[] {
  return edges.flatMap(({ link: { name: proxy }, caller, callees }): Place[] => [
    ...(caller === pod ? [{ proxy, stream: 'downstream' } as const] : []),
    ...(callees.includes(pod) ? [{ proxy, upstream: pod, stream: 'upstream' } as const] : []),
  ]);
}

function distinct(places: Place[]): Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

interface Outcome {
  spec: NetworkChaosSpec;
  ends: Ends;
  edges: Edge[];
  places: Place[];
}

function whyNothingMet({ spec, ends: { sources, targets }, edges, places }: Outcome): string {
  if (places.length > 0) return nothingCrossed(places.map(({ proxy }) => proxy));
  const through = targets === undefined ? [] : clusterIpServices(sources, targets, edges);
  if (through.length > 0) {
    return `direction ${spec.direction ?? 'to'} with a target meets packets that carry the address of a target pod, and ${through.join(', ')} is called through its ClusterIP; use direction from, or select the slow side itself`;
  }
  return targets === undefined
    ? 'no Service leads to the selected pods, and they call none'
    : 'the selected pods and the target do not call each other';
}

function clusterIpServices(from: string[], to: string[], edges: Edge[]): string[] {
  const crossed = edges.filter(
    ({ link, caller, callees }) =>
      !link.service.headless &&
      caller !== undefined &&
      from.includes(caller) &&
      callees.some((callee) => to.includes(callee)),
  );
  return [...new Set(crossed.map(({ link }) => link.service.name))];
}
