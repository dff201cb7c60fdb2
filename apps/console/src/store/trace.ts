import { isRequest, type Span } from './span.js';

/**
 * How it ended for whoever asked, by the last request that came from outside:
 * `ok` nothing went wrong; `survived` something did (an error, or a caller that had to ask again), the answer was good;
 * `failed` the answer was an error.
 */
export const outcomes = ['ok', 'survived', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

export interface TraceSummary {
  traceId: string;
  /** Service and name of the first span that has no parent here. */
  service: string;
  name: string;
  /** All that took part, in the order in which they began. */
  services: string[];
  /** Unix time in milliseconds. */
  startMs: number;
  durationMs: number;
  spanCount: number;
  errorCount: number;
  /** Requests from outside; more than one when the caller tried again within the same trace. */
  attempts: number;
  outcome: Outcome;
}

/** What is known of a trace so far. Spans that come twice (an exporter that tried again) count once. */
export class Trace {
  readonly traceId: string;
  readonly #spans = new Map<string, Span>();
  #summary: TraceSummary | undefined;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get size(): number {
    return this.#spans.size;
  }

  has(spanId: string): boolean {
    return this.#spans.has(spanId);
  }

  add(span: Span): void {
    this.#spans.set(span.spanId, span);
    this.#summary = undefined;
  }

  /** In the order in which they began. */
  spans(): Span[] {
    return [...this.#spans.values()].sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  }

  summary(): TraceSummary {
    this.#summary ??= summarize(this.traceId, this.spans());
    return this.#summary;
  }
}

/** Spans whose parent is not among them, in their order. */
export function rootsOf(spans: Span[]): Span[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
}

function summarize(traceId: string, spans: Span[]): TraceSummary {
  const roots = rootsOf(spans);
  const requests = roots.filter(isRequest);
  const entry = roots[0] ?? spans[0];
  const startMs = spans[0]?.startMs ?? 0;
  const endMs = spans.reduce((latest, span) => Math.max(latest, span.endMs), startMs);
  const errorCount = spans.filter(({ isError }) => isError).length;
  const attempts = Math.max(1, requests.length);
  return {
    traceId,
    service: entry?.service ?? '',
    name: entry?.name ?? '',
    services: [...new Set(spans.map(({ service }) => service))],
    startMs,
    durationMs: endMs - startMs,
    spanCount: spans.length,
    errorCount,
    attempts,
    outcome: outcomeOf(requests.at(-1) ?? roots.at(-1), errorCount > 0 || attempts > 1),
  };
}

function outcomeOf(last: Span | undefined, hadTrouble: boolean): Outcome {
  if (last?.isError) return 'failed';
  return hadTrouble ? 'survived' : 'ok';
}
