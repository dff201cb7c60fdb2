import { type Span } from './span.js';
import { Trace } from './trace.js';

export interface Limits {
  traces: number;
  spans: number;
  spansPerTrace: number;
  /** Characters of all spans as JSON; keeps huge attributes from filling the memory. */
  characters: number;
}

const defaultLimits: Limits = {
  traces: 5_000,
  spans: 100_000,
  spansPerTrace: 10_000,
  characters: 128 * 1024 * 1024,
};

interface Held {
  trace: Trace;
  characters: number;
}

/** The latest traces, in memory. Past its limits it forgets the trace that began to arrive first. */
export class TraceStore {
  readonly limits: Limits;
  /** In the order in which the first span of each came. */
  readonly #held = new Map<string, Held>();
  #spanCount = 0;
  #characters = 0;
  #forgotten = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  get size(): { traces: number; spans: number; forgottenTraces: number } {
    return { traces: this.#held.size, spans: this.#spanCount, forgottenTraces: this.#forgotten };
  }

  get(traceId: string): Trace | undefined {
    return this.#held.get(traceId)?.trace;
  }

  /** The one that began to arrive last comes first. */
  traces(): Trace[] {
    return [...this.#held.values()].map(({ trace }) => trace).reverse();
  }

  /** `known`: the span was here before. `full`: its trace has as many spans as a trace may have. */
  add(span: Span): 'new' | 'known' | 'full' {
    const held = this.#heldFor(span.traceId);
    if (held.trace.has(span.spanId)) return 'known';
    if (held.trace.size >= this.limits.spansPerTrace) return 'full';
    held.trace.add(span);
    const characters = charactersOf(span);
    held.characters += characters;
    this.#characters += characters;
    this.#spanCount += 1;
    this.#forgetOldest(span.traceId);
    return 'new';
  }

  #heldFor(traceId: string): Held {
    const held = this.#held.get(traceId) ?? { trace: new Trace(traceId), characters: 0 };
    this.#held.set(traceId, held);
    return held;
  }

  /** The trace that was just added to stays, unless it alone is too much. */
  #forgetOldest(current: string): void {
    for (const [traceId, held] of this.#held) {
      if (!this.#isTooMuch()) return;
      if (traceId === current && this.#held.size > 1) continue;
      this.#held.delete(traceId);
      this.#spanCount -= held.trace.size;
      this.#characters -= held.characters;
      this.#forgotten += 1;
    }
  }

  #isTooMuch(): boolean {
    const { traces, spans, characters } = this.limits;
    return this.#held.size > traces || this.#spanCount > spans || this.#characters > characters;
  }
}

/** Without the resource, which all spans of an export share. */
function charactersOf(span: Span): number {
  return JSON.stringify({ ...span, resource: undefined }).length;
}
