import OpossumCircuit from 'opossum';
import { CircuitOpenError } from './errors.js';
import { type Operation, type Policy, unlimited } from './policy.js';

export type CircuitState = 'Closed' | 'Open' | 'HalfOpen';

export type CircuitBreakerOptions = CommonOptions & (FailureRate | FailuresInARow);

interface FailureRate {
  /** The circuit opens when more than this percentage of calls failed … */
  failurePercent: number;
  /** … out of at least so many calls … */
  minimumCalls: number;
  /** … begun within this time. */
  windowMs: number;
}

interface FailuresInARow {
  /** The circuit opens when so many calls have failed since the last one that did not. */
  consecutiveFailures: number;
}

interface CommonOptions {
  /** Who is called; appears in errors. */
  name: string;
  /** How long it stays open before it lets one call through to see. */
  openMs: number;
  /**
   * Which errors say that the other side is ill. Default: all. A refusal of a bad request, for one, says it
   * is well.
   */
  isFailure?: (error: unknown) => boolean;
  onChange?: (state: CircuitState) => void;
}

type Circuit = OpossumCircuit<[Operation<unknown>, AbortSignal]>;

/**
 * Stops calling someone who keeps failing, and asks now and then whether they are back. Needs a time-out
 * inside, or a call that hangs while the circuit is half open keeps it there.
 */
export class CircuitBreaker implements Policy, Disposable {
  #circuit: Circuit;
  #openedAt = 0;

  constructor(
    readonly options: CircuitBreakerOptions,
    private readonly now: () => number = Date.now,
  ) {
    this.#circuit = this.#closedCircuit();
  }

  get state(): CircuitState {
    if (this.#circuit.halfOpen) return 'HalfOpen';
    return this.#circuit.opened ? 'Open' : 'Closed';
  }

  async execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T> {
    try {
      return (await this.#circuit.fire(operation, signal)) as T;
    } catch (error) {
      if (isRefusal(error)) throw new CircuitOpenError(this.options.name, this.#untilHalfOpenMs());
      throw error;
    }
  }

  /** Closed, with no memory of earlier calls. */
  reset(): void {
    this.#circuit.shutdown();
    this.#circuit = this.#closedCircuit();
  }

  [Symbol.dispose](): void {
    this.#circuit.shutdown();
  }

  /**
   * Opossum keeps counting old failures when a circuit closes again, so that one more would reopen it: each
   * closing starts a new one.
   */
  #closedCircuit(): Circuit {
    const { openMs, isFailure = () => true, onChange } = this.options;
    const circuit: Circuit = new OpossumCircuit((operation, signal) => operation(signal), {
      name: this.options.name,
      timeout: false, // opossum's would abort every call under way, not just the late one
      ...rateOf(this.options),
      resetTimeout: openMs,
      errorFilter: (error: unknown) => !isFailure(error),
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
    if ('consecutiveFailures' in this.options) openAfter(this.options.consecutiveFailures, circuit);
    circuit.on('open', () => {
      this.#openedAt = this.now();
      onChange?.('Open');
    });
    circuit.on('halfOpen', () => onChange?.('HalfOpen'));
    circuit.on('close', () => {
      this.reset();
      onChange?.('Closed');
    });
    return circuit;
  }

  #untilHalfOpenMs(): number {
    return Math.max(0, this.#openedAt + this.options.openMs - this.now());
  }
}

/** More than 100 % never fail: a circuit that counts failures in a row does not go by their rate. */
function rateOf(options: CircuitBreakerOptions) {
  if ('consecutiveFailures' in options) return { errorThresholdPercentage: 100 };
  const { failurePercent, minimumCalls, windowMs } = options;
  return {
    errorThresholdPercentage: failurePercent,
    volumeThreshold: minimumCalls,
    rollingCountTimeout: windowMs,
  };
}

function openAfter(failures: number, circuit: Circuit): void {
  let inARow = 0;
  circuit.on('success', () => (inARow = 0));
  circuit.on('failure', () => {
    inARow += 1;
    if (inARow >= failures) circuit.open();
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && OpossumCircuit.isOurError(error);
}
