// Asks one check again and again, as the kubelet does, and reports when the verdict turns.
import { type CheckResult } from './check.js';
import { type Clock, systemClock } from './clock.js';
import { noResults, observe, type ProbeState, type ProbeThresholds } from './probe-state.js';

export interface ProbeTiming extends ProbeThresholds {
  initialDelayMs: number;
  periodMs: number;
}

export interface ProberOptions {
  timing: ProbeTiming;
  check: () => Promise<CheckResult>;
  /** Called after every check; `state.verdict` is the one that counts. */
  onResult: (result: CheckResult, state: ProbeState) => void;
  clock?: Clock;
}

/** Checks run one at a time; a check that takes longer than the period delays the next. Ends with `stop()`. */
export class Prober {
  #state = noResults;
  #cancelTimer: () => void;
  #stopped = false;
  readonly #options: ProberOptions;
  readonly #clock: Clock;

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#cancelTimer = this.#clock.after(options.timing.initialDelayMs, () => void this.#probe());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  async #probe(): Promise<void> {
    const { timing, check, onResult } = this.#options;
    const startedAt = this.#clock.now();
    const result = await check();
    if (this.#stopped) return;
    this.#state = observe(this.#state, result.ok, timing);
    const wait = Math.max(0, startedAt + timing.periodMs - this.#clock.now());
    this.#cancelTimer = this.#clock.after(wait, () => void this.#probe());
    onResult(result, this.#state);
  }
}
