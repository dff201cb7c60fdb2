import type { FaultSide, HTTPFault } from '../types.js';
import { parseDuration } from '../go/duration.js';
import { invalid } from './field-errors.js';
import { durationErrors, modeErrors } from './value-rules.js';

/** HTTPFault is ours; its paths are those that the manifest has. */
export function httpFaultErrors({ spec }: HTTPFault): string[] {
  return [
    ...modeErrors('spec.value', spec),
    ...durationErrors('spec.duration', spec.duration),
    ...latencyErrors('spec.before.maxLatency', spec.before),
    ...latencyErrors('spec.after.maxLatency', spec.after),
    ...(isIdle(spec.before) && isIdle(spec.after)
      ? [invalid('spec', {}, 'nothing to inject: set failPercent or maxLatency in before or after')]
      : []),
  ];
}

function latencyErrors(path: string, side: FaultSide | undefined): string[] {
  const errors = durationErrors(path, side?.maxLatency);
  if (errors.length > 0 || side?.maxLatency === undefined || parseDuration(side.maxLatency) >= 0)
    return errors;
  return [invalid(path, side.maxLatency, 'a latency cannot be negative')];
}

function isIdle(side: FaultSide = {}): boolean {
  return side.failPercent === undefined && side.maxLatency === undefined;
}
