import { type HTTPFaultSpec, httpFaultEffects } from '@chaos-workshop/chaos-mesh';
import type { Edge } from './edges.js';
import type { FaultContent } from './fault-content.js';
import { served, whyNoRequest } from './http-chaos-fault.js';

/** An HTTPFault on the links that lead to the selected pods. */
export function httpFault(spec: HTTPFaultSpec, pods: string[], edges: Edge[]): Omit<FaultContent, 'seed'> {
  const places = pods.flatMap((pod) => served(pod, spec.port, edges));
  const effects = httpFaultEffects(spec);
  const http = places.flatMap((place) => effects.map((effect) => ({ ...place, ...effect })));
  return { toxics: [], http, whyNothingMet: whyNoRequest(places, spec.port) };
}
