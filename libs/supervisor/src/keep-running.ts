// Keeps one process up: starts it, and starts it again with back-off when it ends, until it is told to stop.
import { type BackOffLimits, type BackOffState, decideRestart } from './back-off.js';
import { type Clock, systemClock } from './clock.js';
import { type Exit, type RunningProcess } from './process.js';

export interface KeepRunningOptions {
  /** Resolves when the process does its work. A failure counts as an end, except the first time. */
  start: () => Promise<RunningProcess>;
  /** Called after every unwanted end, before the next start. */
  onEnd: (reason: string) => void;
  limits: BackOffLimits;
  clock?: Clock;
}

/** Resolves once the process runs for the first time; the returned function stops it for good, with a grace. */
export async function keepRunning(options: KeepRunningOptions): Promise<(graceMs: number) => Promise<void>> {
  const stopping = new AbortController();
  let current: RunningProcess | undefined = await options.start();
  const loop = (async () => {
    let history: BackOffState | undefined;
    for (;;) {
      const reason = current && describe(await current.exited);
      if (stopping.signal.aborted) return;
      if (reason) options.onEnd(reason);
      history = await backOff(history, options, stopping.signal);
      if (stopping.signal.aborted) return;
      current = await options.start().catch((error: Error) => {
        options.onEnd(error.message);
        return undefined;
      });
      if (stopping.signal.aborted) await current?.terminate(0);
    }
  })();
  return async (graceMs) => {
    stopping.abort();
    await current?.terminate(graceMs);
    await loop;
  };
}

function describe({ code, signal }: Exit): string {
  return signal ? `ended by ${signal}` : `ended with code ${code}`;
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
