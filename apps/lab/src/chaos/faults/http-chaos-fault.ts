import { type HTTPChaosSpec, type HttpEffect, parseDuration } from '@chaos-workshop/chaos-mesh';
import type { Edge } from './edges.js';
import type { FaultContent, HttpEntry } from './fault-content.js';
import { nothingCrossed } from './nothing-crossed.js';

/**
 * An HTTPChaos on links. Its proxy sits in the pod and catches the port in both roles: what the pod serves on it, and
 * what the pod calls on it.
 */
export function httpChaosFault(
  spec: HTTPChaosSpec,
  pods: string[],
  edges: Edge[],
): Omit<FaultContent, 'seed'> {
  const effect = httpEffect(spec);
  const port = spec.port ?? 0;
  const http = pods.flatMap((pod) => [...served(pod, port, edges), ...called(pod, port, edges)]);
  return {
    toxics: [],
    http: http.map((place) => ({ ...place, ...effect })),
    whyNothingMet: whyNoRequest(http, port),
  };
}

type Place = Pick<HttpEntry, 'proxy' | 'upstream'>;

/** Links that lead to the port of a container. What is not HTTP passes, as in Chaos Mesh's proxy. */
export function served(pod: string, port: number, edges: Edge[]): Place[] {
  return edges
    .filter(
      ({ link, callees }) => link.protocol === 'http' && link.targetPort === port && callees.includes(pod),
    )
    .map(({ link }) => ({ proxy: link.name, upstream: pod }));
}

function called(pod: string, port: number, edges: Edge[]): Place[] {
  return edges
    .filter(({ link, caller }) => link.protocol === 'http' && link.service.port === port && caller === pod)
    .map(({ link }) => ({ proxy: link.name }));
}

export function whyNoRequest(places: Place[], port: number): string {
  if (places.length === 0) return `no link of the selected pods carries HTTP on port ${port}`;
  return `${nothingCrossed(places.map(({ proxy }) => proxy))} that the rule matches`;
}

function httpEffect(spec: HTTPChaosSpec): HttpEffect {
  const delayMs = spec.delay === undefined ? 0 : Math.max(0, parseDuration(spec.delay));
  return {
    target: spec.target,
    match: matchOf(spec),
    ...(spec.abort === true && { abort: true }),
    ...(delayMs > 0 && { delay: { minMs: delayMs, maxMs: delayMs } }),
    ...(spec.replace !== undefined && { replace: spec.replace }),
    ...(spec.patch !== undefined && { patch: spec.patch }),
  };
}

function matchOf(spec: HTTPChaosSpec): NonNullable<HttpEffect['match']> {
  return {
    ...(spec.path !== undefined && { path: spec.path }),
    ...(spec.method !== undefined && { method: spec.method }),
    ...(spec.code !== undefined && { code: spec.code }),
    ...(spec.request_headers !== undefined && { requestHeaders: spec.request_headers }),
    ...(spec.response_headers !== undefined && { responseHeaders: spec.response_headers }),
  };
}
