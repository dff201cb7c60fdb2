// A queue of keys to look at, as Kubernetes controllers have it: a key is looked at by one worker at a time, news about
// it while it is looked at make it come up once more, and failures come back with back-off.
import { type Clock, systemClock } from './clock.js';

/** Looks at what a key names; may return after how many milliseconds to look again. */
export type Work = (key: string) => Promise<number | void> | number | void;

export interface WorkQueueOptions {
  name: string;
  work: Work;
  log: (line: string) => void;
  clock?: Clock;
}

const firstRetryMs = 20;
const slowestRetryMs = 5000;

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #clock: Clock;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  readonly #failures = new Map<string, number>();
  #isScheduled = false;
  #isStopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  add(key: string): void {
    if (this.#isStopped) return;
    this.#waiting.add(key);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#drain());
  }

  /** A later call for the same key replaces an earlier one. */
  addAfter(key: string, delayMs: number): void {
    this.#timers.get(key)?.();
    if (this.#isStopped) return;
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(key);
      this.add(key);
    });
    this.#timers.set(key, cancel);
  }

  /** Drops what waits, and resolves when nothing is looked at any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#waiting.clear();
    this.#timers.forEach((cancel) => cancel());
    await Promise.all(this.#running.values());
  }

  #drain(): void {
    this.#isScheduled = false;
    for (const key of this.#waiting) {
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.set(key, this.#run(key));
    }
  }

  async #run(key: string): Promise<void> {
    try {
      const again = await Promise.resolve(key).then(this.#options.work);
      this.#failures.delete(key);
      if (typeof again === 'number') this.addAfter(key, again);
    } catch (error) {
      this.#retry(key, error as Error);
    } finally {
      this.#running.delete(key);
      if (this.#waiting.has(key)) this.add(key);
    }
  }

  #retry(key: string, error: Error): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    if (!this.#isStopped) this.#options.log(`${this.#options.name} ${key}: ${error.message}`);
    this.addAfter(key, Math.min(firstRetryMs * 2 ** (failures - 1), slowestRetryMs));
  }
}
