import type { HTTPChaosSpec } from '../types.js';
import { invalid } from './field-errors.js';
import { wholeMilliseconds } from './value-rules.js';

/**
 * What Chaos Mesh admits and its proxy then stumbles over, with every exchange or when it starts. Refused at once: an
 * experiment that can never work teaches nothing.
 */
export function httpLimits({ delay, replace, patch }: HTTPChaosSpec): string[] {
  const { path, code } = replace ?? {};
  const { body, queries = [], headers = [] } = patch ?? {};
  return [
    ...wholeMilliseconds('spec.delay', delay),
    ...unless(path?.startsWith('/') ?? true, 'spec.replace.path', path, 'a path begins with /'),
    ...unless(isStatus(code), 'spec.replace.code', code, 'a final status code is one from 200 to 599'),
    ...unless((body?.type ?? 'JSON') === 'JSON', 'spec.patch.body.type', body?.type, 'JSON is the only one'),
    ...unless(isJson(body?.value), 'spec.patch.body.value', body?.value, 'this is not JSON'),
    ...pairErrors('spec.patch.queries', queries),
    ...pairErrors('spec.patch.headers', headers),
  ];
}

function pairErrors(path: string, pairs: string[][]): string[] {
  return pairs.flatMap((pair, index) =>
    unless(pair.length === 2, `${path}[${index}]`, pair, 'this is no pair of name and value'),
  );
}

function unless(isFine: boolean, path: string, value: unknown, detail: string): string[] {
  return isFine ? [] : [invalid(path, value, detail)];
}

function isStatus(code: number | undefined): boolean {
  return code === undefined || (code >= 200 && code <= 599);
}

function isJson(text: string | undefined): boolean {
  if (text === undefined) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
