import { FaultError } from '@chaos-workshop/fault-link';
import type { FaultErrorCode } from '@chaos-workshop/fault-link';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const statusOf: Readonly<Record<FaultErrorCode, number>> = {
  invalid: 400,
  'not-found': 404,
  exists: 409,
  listen: 500,
};

export function json(status: number, value: unknown): Answer {
  return { status, body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } };
}

/** As Go's http.Error writes it: clients of Toxiproxy parse the body, whatever its type says. */
export function text(status: number, message: string): Answer {
  return {
    status,
    body: `${message}\n`,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  };
}

export function failure(error: unknown): Answer {
  const { status, error: message } = problem(error);
  return text(status, JSON.stringify({ error: message, status }));
}

export function problem(error: unknown): { error: string; status: number } {
  if (error instanceof FaultError) return { error: error.message, status: statusOf[error.code] };
  return { error: error instanceof Error ? error.message : String(error), status: 500 };
}
