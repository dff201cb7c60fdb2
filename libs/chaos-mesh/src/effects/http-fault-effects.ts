import { parseDuration } from '../go/duration.js';
import type { FaultSide, HTTPFaultSpec } from '../types.js';
import type { HttpEffect } from './http-effect.js';

/** What an HTTPFault does to each request to its port, in the order in which the rules act. */
export function httpFaultEffects(spec: HTTPFaultSpec): HttpEffect[] {
  return [...sideEffects('Request', spec, spec.before), ...sideEffects('Response', spec, spec.after)];
}

/** First the latency, then the failure, half of them cut, half answered with 503. */
function sideEffects(target: HttpEffect['target'], spec: HTTPFaultSpec, side: FaultSide = {}): HttpEffect[] {
  const common = { target, match: matchOf(spec), ...standDown(spec) };
  const { failPercent = 0, maxLatency = '0' } = side;
  const maxMs = parseDuration(maxLatency);
  return [
    ...(maxMs > 0 ? [{ ...common, delay: { minMs: 0, maxMs } }] : []),
    ...(failPercent > 0
      ? [
          { ...common, percent: failPercent / 2, abort: true },
          { ...common, percent: halfOfTheRest(failPercent), respond: { status: 503, body: injected } },
        ]
      : []),
  ];
}

const injected = 'The chaos workshop injected this failure.\n';

/** The second rule sees what the first has let through: p/2 of all is (p/2)/(1-p/2) of these. */
function halfOfTheRest(failPercent: number): number {
  const half = failPercent / 2;
  return (half / (100 - half)) * 100;
}

function matchOf({ path, method }: HTTPFaultSpec): NonNullable<HttpEffect['match']> {
  return { ...(path !== undefined && { path }), ...(method !== undefined && { method }) };
}

function standDown({ standDownHeader }: HTTPFaultSpec): { standDownHeader?: string } {
  return standDownHeader === undefined || standDownHeader === '' ? {} : { standDownHeader };
}
