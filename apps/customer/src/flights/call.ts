// One question for flights, and what became of it.
import { causeOf } from '../http/retry.js';
import { failureOf } from '../load/failure.js';
import { randomBytesOf } from '../random.js';

export interface Call {
  /** A status, or why there was none: "200", "503", "refused", "reset", "time-out". */
  outcome: string;
  latencyMs: number;
  /** `Date.now()` */
  endedAt: number;
}

const airports = [
  'LIS',
  'OPO',
  'FAO',
  'MAD',
  'BCN',
  'CDG',
  'LHR',
  'DUB',
  'AMS',
  'BRU',
  'FRA',
  'MUC',
  'ZRH',
  'VIE',
];
const answerWithinMs = 10_000;

/** The n-th pair of airports, never one and the same. */
export function pairOf(seed: number, number: number): { from: string; to: string } {
  const bytes = randomBytesOf(seed, `flight ${number}`)(2);
  const from = bytes[0]! % airports.length;
  const to = (from + 1 + (bytes[1]! % (airports.length - 1))) % airports.length;
  return { from: airports[from]!, to: airports[to]! };
}

/** Never throws: a call that failed is an outcome. */
export async function ask(url: string, pair: { from: string; to: string }): Promise<Call> {
  const start = performance.now();
  const outcome = await outcomeOf(`${url}/api/flights/routes?${new URLSearchParams(pair).toString()}`);
  return { outcome, latencyMs: performance.now() - start, endedAt: Date.now() };
}

async function outcomeOf(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return failureOf({ error: causeOf(error) }) ?? 'failed';
  }
}
