import { type IncomingMessage } from 'node:http';
import { type Answer, json, Refusal } from '../http/answer.js';
import { readBody } from '../http/read-body.js';
import { type Handler } from '../http/server.js';
import { type Telemetry } from '../store/telemetry.js';
import { decodeSpans } from './decode-spans.js';

/** OTLP over HTTP in JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function otlpReceiver(telemetry: Telemetry): Handler {
  const routes: Record<string, (body: unknown) => Answer> = {
    '/v1/traces': (body) => receiveTraces(telemetry, body),
    '/v1/metrics': () => json(200, {}), // accepted, so that exporters stay calm; not kept
    '/v1/logs': () => json(200, {}),
  };
  return async (request, { pathname }) => {
    const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
    if (!route) throw new Refusal(404, `${pathname}: this port takes /v1/traces, /v1/metrics and /v1/logs`);
    if (request.method !== 'POST') throw new Refusal(405, `${request.method} ${pathname}: send it with POST`);
    requireJson(request);
    return route(parse(await readBody(request)));
  };
}

function receiveTraces(telemetry: Telemetry, body: unknown): Answer {
  const { spans, problems } = decodeSpans(body);
  for (const span of spans) {
    if (telemetry.add(span) === 'full') problems.push(`trace ${span.traceId} has too many spans`);
  }
  if (problems.length === 0) return json(200, {});
  const errorMessage = [...new Set(problems)].slice(0, 5).join('; ');
  return json(200, { partialSuccess: { rejectedSpans: String(problems.length), errorMessage } });
}

function requireJson({ headers }: IncomingMessage): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === 'application/json') return;
  throw new Refusal(
    415,
    `content-type ${type || '(none)'}: this receiver reads JSON; set OTEL_EXPORTER_OTLP_PROTOCOL=http/json`,
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch (error) {
    throw new Refusal(400, `the body is not JSON: ${(error as Error).message}`);
  }
}
