import { context, propagation } from '@opentelemetry/api';

/** The current trace as a W3C `traceparent`, to be kept with work that is done later. https://www.w3.org/TR/trace-context/ */
export function currentTraceparent(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** Does work as part of the trace it was kept with, so that both show as one. */
export function inTrace<T>(traceparent: string | null, work: () => Promise<T>): Promise<T> {
  return context.with(propagation.extract(context.active(), { traceparent: traceparent ?? undefined }), work);
}
