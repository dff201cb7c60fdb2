import type { HTTPChaos, HTTPChaosSpec } from '../types.js';
import { parseDuration } from '../go/duration.js';
import { invalid } from './field-errors.js';
import { durationErrors, modeErrors } from './value-rules.js';

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT']);

/** The selector is embedded, so the real webhook finds a wrong value twice. */
export function httpChaosErrors({ spec }: HTTPChaos): string[] {
  return [
    ...modeErrors('Spec.value', spec),
    ...modeErrors('Spec.PodSelector.value', spec),
    ...portErrors(spec),
    ...methodErrors(spec),
    ...durationErrors('Spec.Duration', spec.duration),
    ...delayErrors(spec),
  ];
}

function portErrors({ port = 0 }: HTTPChaosSpec): string[] {
  return port > 0 ? [] : [invalid('Spec.Port', port, `port ${port} is not supported`)];
}

/** Only looked at for requests. */
function methodErrors({ target, method }: HTTPChaosSpec): string[] {
  if (method === undefined || target !== 'Request' || methods.has(method)) return [];
  return [invalid('Spec.Method', method, `method ${method} is not supported`)];
}

function delayErrors({ delay }: HTTPChaosSpec): string[] {
  if (delay === undefined) return [];
  try {
    parseDuration(delay);
    return [];
  } catch {
    return [invalid('Spec.PodHttpChaosActions.Delay', delay, `invalid duration ${delay}`)];
  }
}
