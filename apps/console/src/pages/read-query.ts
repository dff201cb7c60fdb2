import { type Query } from '../store/search.js';
import { type Outcome, outcomes } from '../store/trace.js';

export interface TraceQuery {
  query: Query;
  /** What was asked for, as it was typed: for the form. */
  asked: { service: string; status: string; minDuration: string; text: string };
  /** One sentence for each parameter that makes no sense; the query goes without it. */
  problems: string[];
}

export const defaultLimit = 100;
const maxLimit = 1_000;

/** What `status` may say; `errors` means that something went wrong, whatever the answer was. */
const outcomesOf: Record<string, readonly Outcome[]> = {
  ...Object.fromEntries(outcomes.map((outcome) => [outcome, [outcome]])),
  errors: ['survived', 'failed'],
};
export const statuses = Object.keys(outcomesOf);

/** `service`, `status`, `minDuration` (`250ms`, `1.5s`, or a number of milliseconds), `q`, `limit`. */
export function readTraceQuery(parameters: URLSearchParams): TraceQuery {
  const problems: string[] = [];
  const get = (name: string) => parameters.get(name)?.trim() ?? '';
  const [service, status, minDuration, text] = [get('service'), get('status'), get('minDuration'), get('q')];
  const wanted = Object.hasOwn(outcomesOf, status) ? outcomesOf[status] : undefined;
  if (status !== '' && !wanted) problems.push(`status ${status}: use ${statuses.join(', ')}`);
  const minDurationMs = minDuration === '' ? 0 : millisecondsOf(minDuration);
  if (minDurationMs === undefined) problems.push(`minDuration ${minDuration}: write it like 250ms or 1.5s`);
  const limit = get('limit') === '' ? defaultLimit : Number(get('limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    problems.push(`limit ${get('limit')}: a whole number from 1 to ${maxLimit}`);
  const query: Query = {
    limit: problems.some((problem) => problem.startsWith('limit')) ? defaultLimit : limit,
    minDurationMs: minDurationMs ?? 0,
    ...(service && { service }),
    ...(wanted && { outcomes: wanted }),
    ...(text && { text }),
  };
  return { query, asked: { service, status, minDuration, text }, problems };
}

export const windows = [1, 5, 15] as const;

/** The window in minutes: `1m`, `5m` or `15m`; undefined: none of them. */
export function readWindow(parameters: URLSearchParams): number | undefined {
  const asked = parameters.get('window') ?? '5m';
  return windows.find((minutes) => asked === `${minutes}m`);
}

function millisecondsOf(text: string): number | undefined {
  const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?) ?(us|µs|ms|s|m)?$/.exec(text) ?? [];
  const factors: Record<string, number> = { us: 0.001, µs: 0.001, ms: 1, s: 1_000, m: 60_000 };
  return number === undefined ? undefined : Number(number) * (factors[unit] ?? 1);
}
