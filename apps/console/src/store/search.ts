import { type Span } from './span.js';
import { type Outcome, type Trace, type TraceSummary } from './trace.js';

export interface Query {
  /** One that took part in the trace. */
  service?: string;
  /** Any of these. */
  outcomes?: readonly Outcome[];
  minDurationMs?: number;
  /** Part of the trace's id, or of a name, message or attribute of a span; upper and lower case are the same. */
  text?: string;
  limit: number;
}

/** The newest first, by when they began. */
export function search(traces: Trace[], { limit, ...query }: Query): TraceSummary[] {
  const byTime = traces.toSorted((a, b) => b.summary().startMs - a.summary().startMs);
  const found: TraceSummary[] = [];
  for (const trace of byTime) {
    if (found.length >= limit) break;
    if (matches(trace, query)) found.push(trace.summary());
  }
  return found;
}

function matches(
  trace: Trace,
  { service, outcomes, minDurationMs = 0, text }: Omit<Query, 'limit'>,
): boolean {
  const summary = trace.summary();
  return (
    (service === undefined || summary.services.includes(service)) &&
    (outcomes === undefined || outcomes.includes(summary.outcome)) &&
    summary.durationMs >= minDurationMs &&
    (text === undefined || mentions(trace, text.toLowerCase()))
  );
}

function mentions(trace: Trace, text: string): boolean {
  return trace.traceId.includes(text) || trace.spans().some((span) => spanMentions(span, text));
}

function spanMentions(
  { service, name, statusMessage = '', attributes, events }: Span,
  text: string,
): boolean {
  const words = [service, name, statusMessage, ...Object.entries(attributes).flat(), JSON.stringify(events)];
  return words.some((word) =>
    (typeof word === 'string' ? word : JSON.stringify(word)).toLowerCase().includes(text),
  );
}
