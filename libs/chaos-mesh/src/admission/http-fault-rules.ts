import type { FaultSide, HTTPFault } from '../types.js';
import { modeErrors } from './value-rules.js';

/** The rules of HTTPFault's definition on its spec, in its words: only a real API server reads them there. */
export function httpFaultErrors({ spec }: HTTPFault): string[] {
  return [
    ...(isIdle(spec.before) && isIdle(spec.after)
      ? ['nothing to inject: set failPercent or maxLatency in before or after']
      : []),
    ...(modeErrors('spec.value', spec).length > 0
      ? ['mode needs a value: a number for fixed, a percentage for fixed-percent and random-max-percent']
      : []),
  ].map(onSpec);
}

/** A rule does not show the value that breaks it. */
export function onSpec(message: string): string {
  return `spec: Invalid value: "object": ${message}`;
}

function isIdle(side: FaultSide = {}): boolean {
  return side.failPercent === undefined && side.maxLatency === undefined;
}
