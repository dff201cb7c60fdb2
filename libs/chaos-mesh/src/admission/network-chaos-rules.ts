import type { NetworkChaos, NetworkChaosSpec } from '../types.js';
import { invalid } from './field-errors.js';
import { durationErrors, floatErrors, modeErrors, rateErrors } from './value-rules.js';

/** The rules of Chaos Mesh's webhook, in the order of its breadth-first walk, with its Go paths. */
export function networkChaosErrors({ spec }: NetworkChaos): string[] {
  return [
    ...directionErrors(spec),
    ...modeErrors('Spec.PodSelector.value', spec),
    ...durationErrors('Spec.Duration', spec.duration),
    ...(spec.target === undefined ? [] : modeErrors('Spec.Target.value', spec.target)),
    ...trafficErrors(spec),
  ];
}

function directionErrors({ action, direction, target, externalTargets }: NetworkChaosSpec): string[] {
  if (action === 'partition' || direction === undefined || direction === 'to') return [];
  const error = (detail: string) => invalid('Spec.direction', direction, detail);
  return [
    ...(externalTargets === undefined
      ? []
      : [error('external targets cannot be used with `from` and `both` direction in netem action yet')]),
    ...(target === undefined
      ? [error('`from` and `both` direction cannot be used when targets is empty in netem action')]
      : []),
  ];
}

function trafficErrors({ delay, loss, duplicate, corrupt, bandwidth, rate }: NetworkChaosSpec): string[] {
  const path = 'Spec.TcParameter';
  return [
    ...durationErrors(`${path}.Delay.Latency`, delay?.latency),
    ...floatErrors(`${path}.Delay.Correlation`, delay?.correlation),
    ...durationErrors(`${path}.Delay.Jitter`, delay?.jitter),
    ...floatErrors(`${path}.Loss.Loss`, loss?.loss),
    ...floatErrors(`${path}.Loss.Correlation`, loss?.correlation),
    ...floatErrors(`${path}.Duplicate.Duplicate`, duplicate?.duplicate),
    ...floatErrors(`${path}.Duplicate.Correlation`, duplicate?.correlation),
    ...floatErrors(`${path}.Corrupt.Corrupt`, corrupt?.corrupt),
    ...floatErrors(`${path}.Corrupt.Correlation`, corrupt?.correlation),
    ...rateErrors(`${path}.Bandwidth.Rate`, bandwidth?.rate),
    ...rateErrors(`${path}.Rate.Rate`, rate?.rate),
    ...floatErrors(`${path}.Delay.Reorder.Reorder`, delay?.reorder?.reorder),
    ...floatErrors(`${path}.Delay.Reorder.Correlation`, delay?.reorder?.correlation),
  ];
}
