import { CircuitOpenError, TimedOutError } from '@chaos-workshop/resilience';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

export class MissingCodesError extends Error {}

/** What the exercises are about is answered in their own words, as text; every other error is a problem+json. */
@Catch(MissingCodesError, TimedOutError, CircuitOpenError)
export class PlainTextFilter implements ExceptionFilter {
  catch(error: MissingCodesError | TimedOutError | CircuitOpenError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const [status, words] = answerTo(error);
    if (error instanceof CircuitOpenError) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
    reply.status(status).type('text/plain; charset=utf-8').send(words);
  }
}

function answerTo(error: Error): [status: number, words: string] {
  if (error instanceof TimedOutError) return [500, 'The request timed out.'];
  if (error instanceof CircuitOpenError) return [503, 'Service unavailable. Please try again later.'];
  return [400, 'Missing IATA codes.'];
}
