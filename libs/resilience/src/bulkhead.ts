import { untilAborted } from './abort.js';
import { BulkheadFullError } from './errors.js';
import { type Operation, type Policy, unlimited } from './policy.js';

/** Lets so many calls run at once and so many wait, so that one slow neighbour cannot take all there is. */
export class Bulkhead implements Policy {
  #running = 0;
  readonly #waiting: PromiseWithResolvers<void>[] = [];

  constructor(readonly options: { concurrent: number; queued: number }) {}

  async execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T> {
    await this.#enter(signal);
    try {
      return await operation(signal);
    } finally {
      this.#leave();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    const { concurrent, queued } = this.options;
    if (this.#running < concurrent) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= queued) throw new BulkheadFullError(concurrent, queued);
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn);
    try {
      await untilAborted(turn.promise, signal);
    } catch (error) {
      this.#giveUp(turn);
      throw error;
    }
  }

  /** Whoever leaves hands the place to the one who has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#running -= 1;
  }

  /** A place handed over at the very moment of giving up goes to the next one. */
  #giveUp(turn: PromiseWithResolvers<void>): void {
    const index = this.#waiting.indexOf(turn);
    if (index >= 0) this.#waiting.splice(index, 1);
    else this.#leave();
  }
}
