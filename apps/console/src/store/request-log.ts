import { durationMs, isRequest, type Span } from './span.js';

/** A request that a service answered. */
export interface Sample {
  service: string;
  route: string;
  endMs: number;
  durationMs: number;
  isError: boolean;
}

export const keptMs = 15 * 60_000;

/** The requests of the last 15 minutes: smaller than their traces, so that they are here for longer. */
export class RequestLog {
  readonly #limit: number;
  readonly #now: () => number;
  #samples: Sample[] = [];
  /** Of what ended before not all is known. */
  #completeFromMs: number;
  #hasCut = false;

  constructor({ limit = 200_000, now = Date.now }: { limit?: number; now?: () => number } = {}) {
    this.#limit = limit;
    this.#now = now;
    this.#completeFromMs = now();
  }

  add(span: Span): void {
    if (!isRequest(span)) return;
    const { service, name: route, endMs, isError } = span;
    if (!this.#hasCut) this.#completeFromMs = Math.min(this.#completeFromMs, endMs);
    this.#samples.push({ service, route, endMs, durationMs: durationMs(span), isError });
    if (this.#samples.length > this.#limit * 1.1) this.#trim();
  }

  /** Those that ended in a window, and for how much of the window all of them are known. */
  within(fromMs: number, toMs: number): { samples: Sample[]; coveredMs: number } {
    const samples = this.#samples.filter(({ endMs }) => endMs >= fromMs && endMs < toMs);
    return { samples, coveredMs: toMs - Math.max(fromMs, Math.min(this.#completeFromMs, toMs - 1_000)) };
  }

  /** Too old first, then the oldest; a tenth at a time, as moving them all costs. */
  #trim(): void {
    const oldest = this.#now() - keptMs;
    const fresh = this.#samples.filter(({ endMs }) => endMs >= oldest);
    const cut = Math.max(0, fresh.length - this.#limit);
    if (cut > 0) this.#hasCut = true;
    for (const { endMs } of fresh.slice(0, cut)) this.#completeFromMs = Math.max(this.#completeFromMs, endMs);
    this.#samples = fresh.slice(cut);
  }
}
