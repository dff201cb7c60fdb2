// How a load is doing: one line that changes on a terminal, a line every two seconds elsewhere.
import { latencyOf } from './latency.js';
import type { Served } from './run-load.js';

const clearLine = '\r\u001B[2K';
/** What "now" is. */
const recentMs = 5_000;

export class LoadProgress {
  readonly #orders: number;
  readonly #out: NodeJS.WriteStream;
  readonly #startedAt = Date.now();
  readonly #timer: NodeJS.Timeout;
  #recent: Served[] = [];
  #count = 0;
  #failedAttempts = 0;

  /** @param orders how many there will be; Infinity when nobody knows */
  constructor(orders: number, out: NodeJS.WriteStream) {
    this.#orders = orders;
    this.#out = out;
    this.#timer = setInterval(() => this.#draw(), out.isTTY ? 250 : 2_000).unref();
  }

  served(served: Served): void {
    this.#count += 1;
    this.#failedAttempts += served.failures.length;
    this.#recent.push(served);
    if (this.#count === 1) this.#draw();
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#out.isTTY) this.#out.write(clearLine);
  }

  #draw(): void {
    const now = Date.now();
    this.#recent = this.#recent.filter(({ endedAt }) => endedAt > now - recentMs);
    const seconds = Math.min(recentMs, Math.max(1, now - this.#startedAt)) / 1_000;
    const latency = latencyOf(this.#recent.map(({ latencyMs }) => latencyMs));
    const line = [
      `${this.#count}${Number.isFinite(this.#orders) ? ` of ${this.#orders}` : ''} orders`,
      `${(this.#recent.length / seconds).toFixed(1)}/s`,
      `p95 ${latency ? `${latency.p95} ms` : '–'}`,
      `${this.#failedAttempts} failed attempts`,
    ].join(' · ');
    this.#out.write(this.#out.isTTY ? clearLine + line : `${line}\n`);
  }
}
