import { type Latency, latencyOf } from './latency.js';

/** What "now" is. */
const recentMs = 5_000;

/** What has ended within the last seconds. */
export class Recent<T extends { latencyMs: number; endedAt: number }> {
  readonly #startedAt = Date.now();
  #ended: T[] = [];

  add(one: T): void {
    this.#ended.push(one);
  }

  now(): { perSecond: string; latency: Latency | undefined } {
    const now = Date.now();
    this.#ended = this.#ended.filter(({ endedAt }) => endedAt > now - recentMs);
    const seconds = Math.min(recentMs, Math.max(1, now - this.#startedAt)) / 1_000;
    const latency = latencyOf(this.#ended.map(({ latencyMs }) => latencyMs));
    return { perSecond: `${(this.#ended.length / seconds).toFixed(1)}/s`, latency };
  }
}
