import type { HttpRule } from './http/rule.js';
import type { ToxicSpec } from './installed-toxic.js';

/** One named set of effects over many proxies. */
export interface FaultSpec {
  /** It lifts by itself after so many milliseconds, unless it is put again. */
  readonly ttlMs?: number | undefined;
  /** Fixes every random choice (default: one that follows from the engine's seed and the fault's name). */
  readonly seed?: number | undefined;
  readonly toxics: readonly ToxicEntry[];
  readonly http: readonly HttpEntry[];
}

export interface ToxicEntry extends ToxicSpec {
  readonly proxy: string;
}

export interface HttpEntry extends HttpRule {
  readonly proxy: string;
}
