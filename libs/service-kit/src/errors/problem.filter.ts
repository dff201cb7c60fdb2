import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { FastifyReply } from 'fastify';
import { DatabaseUnavailableError } from '../mysql/errors.js';
import { details, Problem, type ProblemDetails, unavailable } from './problem.js';

/** The one place where errors become HTTP: every error leaves as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.details.status === 500) this.#logger.error(error instanceof Error ? error : String(error));
    else if (problem.details.status > 500)
      this.#logger.warn({ msg: problem.message, cause: causes(problem) });
    if (reply.sent) return;
    if (problem.retryAfterSeconds) reply.header('retry-after', problem.retryAfterSeconds);
    reply.status(problem.details.status).type('application/problem+json').send(problem.details);
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailableError) {
    return unavailable('The database does not answer at the moment. Try again in a second.', {
      cause: error,
    });
  }
  if (error instanceof HttpException) return new Problem(fromFramework(error));
  return new Problem(unexpected());
}

const nextSteps: Record<number, string> = {
  400: 'Send a body of valid JSON',
  404: "The service's README says what there is",
  413: 'Send less at once',
  415: 'Send the header content-type: application/json',
};

/** What Nest and fastify refuse by themselves: routes that do not exist, bodies that cannot be read. */
function fromFramework(error: HttpException): ProblemDetails {
  const status = error.getStatus();
  const sentences = [error.message.replace(/\.$/, ''), nextSteps[status]].filter(Boolean);
  return details(status, status === 404 ? 'no-such-route' : 'malformed-request', `${sentences.join('. ')}.`);
}

function unexpected(): ProblemDetails {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  const where = traceId ? `trace ${traceId}` : "the service's log";
  return details(500, 'unexpected', `Something failed that should not; ${where} shows what.`);
}

/** The messages behind a problem, for the log. */
function causes(error: Error): string[] {
  return error.cause instanceof Error ? [error.cause.message, ...causes(error.cause)] : [];
}
