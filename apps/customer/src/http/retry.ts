// Sending a request again until it is answered: the customer never gives up easily.
import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryPolicy {
  attempts: number;
  /** Pause between two attempts. */
  everyMs: number;
  /** One attempt, answer read to its end included. */
  attemptTimeoutMs: number;
  /** The longest `Retry-After` that is honoured. */
  longestRetryAfterMs: number;
}

export interface Answer {
  status: number;
  body: string;
  retryAfter: string | null;
}

/** How one attempt ended; `againInMs` is there when another one follows. */
export interface Attempt {
  number: number;
  tookMs: number;
  status?: number;
  error?: string;
  againInMs?: number;
}

export interface RetryOptions {
  policy: RetryPolicy;
  signal: AbortSignal;
  onAttempt?: (attempt: Attempt) => void;
  now?: () => number;
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The last attempt failed in a way that another one might have repaired. */
export class GaveUp extends Error {
  override name = 'GaveUp';
}

/**
 * Sends until an answer comes that trying again would not change: everything but 408, 429, 5xx, and a 404 that is
 * not the restaurant's.
 * @throws {GaveUp} after the last attempt; the reason of `signal` when that aborts.
 */
export async function untilAnswered(
  send: (signal: AbortSignal) => Promise<Answer>,
  options: RetryOptions,
): Promise<Answer> {
  const { policy, signal, onAttempt, now = Date.now, pause = wait } = options;
  for (let number = 1; ; number += 1) {
    const start = now();
    const outcome = await attempt(
      send,
      AbortSignal.any([signal, AbortSignal.timeout(policy.attemptTimeoutMs)]),
    );
    signal.throwIfAborted();
    const final = !('error' in outcome) && !isWorthRepeating(outcome);
    const again = !final && number < policy.attempts;
    const againInMs = waitingTime(outcome, policy, now());
    onAttempt?.({ number, tookMs: now() - start, ...told(outcome), ...(again && { againInMs }) });
    if (final) return outcome;
    if (!again) throw new GaveUp(`gave up after ${number} attempts, the last: ${reason(outcome)}`);
    await pause(againInMs, signal);
  }
}

type Outcome = Answer | { error: string };

async function attempt(
  send: (signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await send(signal);
  } catch (error) {
    return { error: causeOf(error) };
  }
}

/** The restaurant's own 404 is JSON: any other is of a proxy on the way (Traefik, ingress-nginx) with nobody behind it. */
function isWorthRepeating({ status, body }: Answer): boolean {
  return status === 408 || status === 429 || status >= 500 || (status === 404 && !body.startsWith('{'));
}

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
function waitingTime(outcome: Outcome, policy: RetryPolicy, nowMs: number): number {
  const asked = 'error' in outcome ? null : outcome.retryAfter;
  if (asked === null) return policy.everyMs;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : dateMs(asked) - nowMs;
  if (Number.isNaN(ms)) return policy.everyMs;
  return Math.min(Math.max(ms, policy.everyMs), policy.longestRetryAfterMs);
}

/** `Date.parse` alone makes a date of nearly anything. */
function dateMs(text: string): number {
  return /^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

function told(outcome: Outcome): { status: number } | { error: string } {
  return 'error' in outcome ? outcome : { status: outcome.status };
}

function reason(outcome: Outcome): string {
  return 'error' in outcome ? outcome.error : `status ${outcome.status}`;
}

/** `fetch failed` says nothing; what failed is in the chain of causes. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.cause !== undefined) return causeOf(error.cause);
  return 'code' in error ? String(error.code) : error.message;
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
