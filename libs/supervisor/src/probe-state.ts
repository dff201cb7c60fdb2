// The verdict of a probe as a pure state machine: a verdict turns only after enough equal results in a row.

export interface ProbeThresholds {
  successThreshold: number;
  failureThreshold: number;
}

export interface ProbeState {
  verdict: 'unknown' | 'passing' | 'failing';
  /** The last results in a row that were equal. */
  run: { ok: boolean; length: number };
}

export const noResults: ProbeState = { verdict: 'unknown', run: { ok: false, length: 0 } };

export function observe(state: ProbeState, ok: boolean, thresholds: ProbeThresholds): ProbeState {
  const length = state.run.ok === ok ? state.run.length + 1 : 1;
  const needed = ok ? thresholds.successThreshold : thresholds.failureThreshold;
  const verdict = length < needed ? state.verdict : ok ? 'passing' : 'failing';
  return { verdict, run: { ok, length } };
}
