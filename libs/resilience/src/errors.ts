/** Why a policy answered instead of the operation. The set is closed: `code` says which one. */
export class PolicyError extends Error {
  constructor(
    readonly code: 'timed-out' | 'circuit-open' | 'bulkhead-full',
    message: string,
  ) {
    super(message);
    this.name = 'PolicyError';
  }
}

export class TimedOutError extends PolicyError {
  constructor(readonly timeoutMs: number) {
    super('timed-out', `no answer within ${timeoutMs} ms`);
  }
}

export class CircuitOpenError extends PolicyError {
  /** `retryAfterMs`: how long until the circuit lets a call through again. */
  constructor(
    circuit: string,
    readonly retryAfterMs: number,
  ) {
    super('circuit-open', `the circuit to ${circuit} is open; it tries again in ${retryAfterMs} ms`);
  }
}

export class BulkheadFullError extends PolicyError {
  constructor(concurrent: number, queued: number) {
    super('bulkhead-full', `${concurrent} calls are under way and ${queued} wait already`);
  }
}
