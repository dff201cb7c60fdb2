import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';

/** An error as clients see it. https://www.rfc-editor.org/rfc/rfc9457 */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  /** What failed, with which value, and what to do next. */
  detail: string;
  /** A stable word for programs. */
  code: string;
  /** One for each thing that is wrong with a request. */
  errors?: readonly FieldError[];
}

export interface FieldError {
  /** Where, for example `items[0].quantity`. */
  field: string;
  message: string;
}

/** Thrown anywhere in a service, answered as application/problem+json. */
export class Problem extends HttpException {
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly details: ProblemDetails,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(details, details.status, { cause: options.cause });
    this.message = details.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** 400: the request itself is wrong; the same again will be refused again. */
export function badRequest(code: string, detail: string, errors?: readonly FieldError[]): Problem {
  return new Problem({ ...details(400, code, detail), ...(errors && { errors }) });
}

export function notFound(code: string, detail: string): Problem {
  return new Problem(details(404, code, detail));
}

/** 422: the request is well-formed, but contradicts an earlier one. */
export function unprocessable(code: string, detail: string): Problem {
  return new Problem(details(422, code, detail));
}

/** 503 with Retry-After: the service cannot answer now, and says honestly when it is worth asking again. */
export function unavailable(
  detail: string,
  options: { retryAfterSeconds?: number; cause?: unknown } = {},
): Problem {
  return new Problem(details(503, 'unavailable', detail), { retryAfterSeconds: 1, ...options });
}

export function details(status: number, code: string, detail: string): ProblemDetails {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code };
}
