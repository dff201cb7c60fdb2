// How the calls are doing.
import { LiveLine } from '../load/live-line.js';
import { Recent } from '../load/recent.js';
import type { Call } from './call.js';
import { outcomeWords } from './figures.js';

export class FlightsProgress {
  readonly #line: LiveLine;
  readonly #recent = new Recent<Call>();
  readonly #outcomes: Record<string, number> = {};

  constructor(out: NodeJS.WriteStream) {
    this.#line = new LiveLine(out, () => this.#text());
  }

  called(call: Call): void {
    this.#recent.add(call);
    this.#outcomes[call.outcome] = (this.#outcomes[call.outcome] ?? 0) + 1;
  }

  stop(): void {
    this.#line.stop();
  }

  #text(): string {
    const { perSecond, latency } = this.#recent.now();
    const times = latency ? `p50 ${latency.p50} ms · p95 ${latency.p95} ms` : 'p50 – · p95 –';
    return `${perSecond} · ${times} · ${outcomeWords(this.#outcomes) || 'no answer yet'}`;
  }
}
