// When a process that ended may start again: the kubelet's crash-loop rule, as a pure function.

export interface BackOffLimits {
  initialMs: number;
  maxMs: number;
  /** A process that stayed up this long starts again with no history. */
  resetAfterMs: number;
}

export interface BackOffState {
  delayMs: number;
  updatedAt: number;
}

export type RestartDecision =
  | { restart: 'now'; state: BackOffState }
  | { restart: 'later'; at: number; delayMs: number };

/**
 * 10 s doubling to 5 min, forgotten after 10 min without an end
 * (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy).
 */
export const crashLoop: BackOffLimits = { initialMs: 10_000, maxMs: 300_000, resetAfterMs: 600_000 };

/**
 * Decides for a process that ended at `finishedAt`. The first restart is immediate and starts the history; from then on
 * the delay counts from the end of the process, and doubles with each restart. All times in milliseconds.
 */
export function decideRestart(
  state: BackOffState | undefined,
  times: { finishedAt: number; now: number },
  limits: BackOffLimits = crashLoop,
): RestartDecision {
  if (!state || times.finishedAt - state.updatedAt > limits.resetAfterMs) {
    return { restart: 'now', state: { delayMs: limits.initialMs, updatedAt: times.now } };
  }
  const at = times.finishedAt + state.delayMs;
  if (times.now < at) return { restart: 'later', at, delayMs: state.delayMs };
  return {
    restart: 'now',
    state: { delayMs: Math.min(state.delayMs * 2, limits.maxMs), updatedAt: times.now },
  };
}
