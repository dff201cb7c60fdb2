/**
 * Keeps retries from multiplying the load on something that is down: every call puts `perCall` tokens in,
 * every retry takes one out, at most `reserve` are kept. With 1 per call, an outage that outlasts the reserve
 * sees at most twice the calls.
 */
export class RetryBudget {
  #tokens: number;

  constructor(readonly options: { perCall: number; reserve: number }) {
    this.#tokens = options.reserve;
  }

  /** A call begins. */
  deposit(): void {
    this.#tokens = Math.min(this.options.reserve, this.#tokens + this.options.perCall);
  }

  /** A retry wants to begin: whether the budget allows it. */
  withdraw(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  reset(): void {
    this.#tokens = this.options.reserve;
  }
}
