// Keeps one process up: starts it, and starts it again with back-off when it ends, until it is told to stop.
import { type BackOffLimits, type BackOffState, decideRestart } from './back-off.js';
import { type Clock, systemClock } from './clock.js';
import { type Exit, type RunningProcess } from './process.js';

export interface KeepRunningOptions {
  start: () => Promise<RunningProcess>;
  /** Called after every unwanted end, before the next start. */
  onExit: (exit: Exit) => void;
  limits: BackOffLimits;
  clock?: Clock;
}

/** Resolves once the process runs for the first time; the returned function stops it for good, with a grace. */
export async function keepRunning(options: KeepRunningOptions): Promise<(graceMs: number) => Promise<void>> {
  const stopping = new AbortController();
  let current = await options.start();
  const loop = (async () => {
    let history: BackOffState | undefined;
    while (!stopping.signal.aborted) {
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      options.onExit(exit);
      history = await backOff(history, options, stopping.signal);
      if (!stopping.signal.aborted) current = await options.start();
    }
  })();
  return async (graceMs) => {
    stopping.abort();
    await current.terminate(graceMs);
    await loop;
    await current.terminate(0); // one that the loop was just starting
  };
}

async function backOff(
  history: BackOffState | undefined,
  { limits, clock = systemClock }: KeepRunningOptions,
  signal: AbortSignal,
): Promise<BackOffState | undefined> {
  const finishedAt = clock.now();
  const decision = decideRestart(history, { finishedAt, now: finishedAt }, limits);
  if (decision.restart === 'now') return decision.state;
  await new Promise<void>((resolve) => {
    const cancel = clock.after(decision.delayMs, resolve);
    signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
  });
  const after = decideRestart(history, { finishedAt, now: clock.now() }, limits);
  return after.restart === 'now' ? after.state : history;
}
