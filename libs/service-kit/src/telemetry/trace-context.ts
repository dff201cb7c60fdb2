import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';

/**
 * The current trace as a W3C `traceparent`, to be kept with work that is done later.
 * https://www.w3.org/TR/trace-context/
 */
export function currentTraceparent(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** Does work as part of the trace it was kept with, so that both show as one. */
export function inTrace<T>(traceparent: string | null, work: () => Promise<T>): Promise<T> {
  return context.with(propagation.extract(ROOT_CONTEXT, { traceparent: traceparent ?? undefined }), work);
}

/** Does work that nobody asked for, such as looking whether there is any, without a trace of its own. */
export function untraced<T>(work: () => Promise<T>): Promise<T> {
  return context.with(suppressTracing(context.active()), work);
}
