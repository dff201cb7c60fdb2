/** A span as the console keeps it: one step of the work for one request, in one service. */
export interface Span {
  /** 32 hex digits, lower case. */
  traceId: string;
  /** 16 hex digits, lower case. */
  spanId: string;
  /** Missing on the first span of a trace; may also name a span that never arrives, such as that of a caller without telemetry. */
  parentId?: string;
  /** `service.name` of the resource. */
  service: string;
  name: string;
  kind: SpanKind;
  /** Unix time in milliseconds, with fractions. */
  startMs: number;
  endMs: number;
  isError: boolean;
  statusMessage?: string;
  /** The library that made the span. */
  scope: string;
  attributes: Attributes;
  events: SpanEvent[];
  resource: Attributes;
}

/** In the order of OTLP's numbers, from 0: https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
export const spanKinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof spanKinds)[number];

export interface SpanEvent {
  name: string;
  atMs: number;
  attributes: Attributes;
}

export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | AttributeValue[]
  | { [key: string]: AttributeValue };
export type Attributes = Record<string, AttributeValue>;

export function durationMs({ startMs, endMs }: { startMs: number; endMs: number }): number {
  return Math.max(0, endMs - startMs);
}

/** Work done for somebody else: what rates, errors and latencies of a service are counted by. */
export function isRequest({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer';
}
