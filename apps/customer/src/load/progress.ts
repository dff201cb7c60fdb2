// How a load is doing.
import { LiveLine } from './live-line.js';
import { Recent } from './recent.js';
import type { Served } from './run-load.js';

export class LoadProgress {
  readonly #of: string;
  readonly #line: LiveLine;
  readonly #recent = new Recent<Served>();
  #count = 0;
  #failedAttempts = 0;

  /** @param orders how many there will be; Infinity when nobody knows */
  constructor(orders: number, out: NodeJS.WriteStream) {
    this.#of = Number.isFinite(orders) ? ` of ${orders}` : '';
    this.#line = new LiveLine(out, () => this.#text());
  }

  served(served: Served): void {
    this.#count += 1;
    this.#failedAttempts += served.failures.length;
    this.#recent.add(served);
    if (this.#count === 1) this.#line.draw();
  }

  stop(): void {
    this.#line.stop();
  }

  #text(): string {
    const { perSecond, latency } = this.#recent.now();
    return [
      `${this.#count}${this.#of} orders`,
      perSecond,
      `p95 ${latency ? `${latency.p95} ms` : '–'}`,
      `${this.#failedAttempts} failed attempts`,
    ].join(' · ');
  }
}
