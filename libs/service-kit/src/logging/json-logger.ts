import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Nest tells every route and module at start; who wants to know asks with LOG_LEVEL=debug. */
const chatty = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * One JSON object a line, with the ids of the trace it belongs to. A message may be text, an error, or an
 * object of fields.
 */
export class JsonLogger implements LoggerService {
  constructor(
    private readonly level: LogLevel,
    private readonly write: (line: string) => unknown = (line) => process.stdout.write(line),
  ) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#line(chatty.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#line('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#line('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#line('debug', message, rest);
  }

  /** Nest passes who is speaking as the last argument, and an error's stack before it. */
  #line(level: LogLevel, message: unknown, rest: readonly unknown[]): void {
    if (logLevels.indexOf(level) < logLevels.indexOf(this.level)) return;
    const [context, stack] = rest.toReversed();
    const line = {
      time: new Date().toISOString(),
      level,
      context,
      ...fields(message),
      stack: stackOf(message) ?? stack,
      ...traceIds(),
    };
    this.write(`${JSON.stringify(line)}\n`);
  }
}

function fields(message: unknown): object {
  if (message instanceof Error) return { msg: message.message };
  return typeof message === 'object' && message !== null ? message : { msg: String(message) };
}

function stackOf(message: unknown): string | undefined {
  return message instanceof Error ? message.stack : undefined;
}

function traceIds(): { trace_id?: string; span_id?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
