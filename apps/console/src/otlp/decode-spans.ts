import { type Attributes, type Span, type SpanEvent, type SpanKind, spanKinds } from '../store/span.js';
import { attributesOf } from './attributes.js';
import { listOf, recordOf, textOf } from './json.js';

export interface Decoded {
  spans: Span[];
  /** One sentence for each span that cannot be used. */
  problems: string[];
}

interface Origin {
  service: string;
  resource: Attributes;
  scope: string;
}

/**
 * The spans of an ExportTraceServiceRequest in OTLP's JSON: ids in hex, 64-bit numbers as strings.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function decodeSpans(request: unknown): Decoded {
  const decoded: Decoded = { spans: [], problems: [] };
  for (const resourceSpans of listOf(recordOf(request)['resourceSpans']).map(recordOf)) {
    const resource = attributesOf(recordOf(resourceSpans['resource'])['attributes']);
    const service = textOf(resource['service.name'], 'unknown_service');
    for (const scopeSpans of listOf(resourceSpans['scopeSpans']).map(recordOf)) {
      const origin = { service, resource, scope: textOf(recordOf(scopeSpans['scope'])['name']) };
      for (const span of listOf(scopeSpans['spans'])) decodeInto(decoded, recordOf(span), origin);
    }
  }
  return decoded;
}

function decodeInto({ spans, problems }: Decoded, json: Record<string, unknown>, origin: Origin): void {
  try {
    spans.push(decodeSpan(json, origin));
  } catch (error) {
    problems.push((error as Error).message);
  }
}

function decodeSpan(json: Record<string, unknown>, origin: Origin): Span {
  const startMs = time(json, 'startTimeUnixNano');
  const status = recordOf(json['status']);
  const parentId = json['parentSpanId'] ? id(json, 'parentSpanId', 16) : undefined;
  return {
    traceId: id(json, 'traceId', 32),
    spanId: id(json, 'spanId', 16),
    ...(parentId !== undefined && { parentId }),
    ...origin,
    name: textOf(json['name']),
    kind: kindOf(json['kind']),
    startMs,
    endMs: Math.max(startMs, time(json, 'endTimeUnixNano')),
    isError: status['code'] === 2 || status['code'] === 'STATUS_CODE_ERROR',
    ...(status['message'] ? { statusMessage: textOf(status['message']) } : {}),
    attributes: attributesOf(json['attributes']),
    events: listOf(json['events']).map((event) => decodeEvent(recordOf(event))),
  };
}

function decodeEvent(json: Record<string, unknown>): SpanEvent {
  const attributes = attributesOf(json['attributes']);
  return { name: textOf(json['name']), atMs: time(json, 'timeUnixNano'), attributes };
}

function id(json: Record<string, unknown>, field: string, digits: number): string {
  const value = String(json[field]).toLowerCase();
  if (value.length === digits && /^[0-9a-f]+$/.test(value) && !/^0+$/.test(value)) return value;
  throw new Error(`${field} ${JSON.stringify(json[field])?.slice(0, 60)}: must be ${digits} hex digits`);
}

/** Nanoseconds do not fit a number; microseconds as a fraction of milliseconds do. */
function time(json: Record<string, unknown>, field: string): number {
  const value = String(json[field]);
  if (/^\d{1,20}$/.test(value)) return Number(BigInt(value) / 1000n) / 1000;
  throw new Error(`${field} ${JSON.stringify(json[field])?.slice(0, 60)}: must be nanoseconds since 1970`);
}

function kindOf(kind: unknown): SpanKind {
  if (typeof kind === 'number') return spanKinds[kind] ?? 'internal';
  const word = String(kind).replace('SPAN_KIND_', '').toLowerCase();
  return spanKinds.find((known) => known === word) ?? 'internal';
}
