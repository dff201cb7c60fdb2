import { type Span } from '../store/span.js';

export interface SpanSketch {
  trace?: string;
  id?: string;
  parent?: string;
  service?: string;
  name?: string;
  /** OTLP's number; 2 is a server. */
  kind?: number;
  startMs?: number;
  tookMs?: number;
  /** The message of an error. */
  error?: string;
  attributes?: Record<string, string>;
  event?: string;
}

let lastId = 0;

/** An id of as many hex digits, ending in `text`. */
export function hexId(text: string, digits: number): string {
  return text.padStart(digits, '0');
}

/** An OTLP request as an SDK sends it, one resource for each span. */
export function exportRequest(sketches: SpanSketch[]): { resourceSpans: unknown[] } {
  return {
    resourceSpans: sketches.map((sketch) => ({
      resource: { attributes: [text('service.name', sketch.service ?? 'order-service')] },
      scopeSpans: [{ scope: { name: 'tests' }, spans: [otlpSpan(sketch)] }],
    })),
  };
}

function otlpSpan(sketch: SpanSketch): Record<string, unknown> {
  const { startMs = Date.now() - 1_000, tookMs = 10, parent, error, event } = sketch;
  return {
    traceId: hexId(sketch.trace ?? 'a', 32),
    spanId: hexId(sketch.id ?? (lastId += 1).toString(16), 16),
    ...(parent !== undefined && { parentSpanId: hexId(parent, 16) }),
    name: sketch.name ?? 'GET /',
    kind: sketch.kind ?? 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + tookMs),
    attributes: Object.entries(sketch.attributes ?? {}).map(([key, value]) => text(key, value)),
    events: event === undefined ? [] : [{ name: event, timeUnixNano: nanos(startMs), attributes: [] }],
    status: error === undefined ? { code: 0 } : { code: 2, message: error },
  };
}

/** The same as the store keeps it. */
export function spanOf({ startMs = 0, tookMs = 10, ...sketch }: SpanSketch): Span {
  return {
    traceId: hexId(sketch.trace ?? 'a', 32),
    spanId: hexId(sketch.id ?? (lastId += 1).toString(16), 16),
    ...(sketch.parent !== undefined && { parentId: hexId(sketch.parent, 16) }),
    service: sketch.service ?? 'order-service',
    name: sketch.name ?? 'GET /',
    kind: sketch.kind === 3 ? 'client' : 'server',
    startMs,
    endMs: startMs + tookMs,
    isError: sketch.error !== undefined,
    ...(sketch.error !== undefined && { statusMessage: sketch.error }),
    scope: 'tests',
    attributes: sketch.attributes ?? {},
    events: sketch.event === undefined ? [] : [{ name: sketch.event, atMs: startMs, attributes: {} }],
    resource: {},
  };
}

function text(key: string, value: string): { key: string; value: { stringValue: string } } {
  return { key, value: { stringValue: value } };
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}
