// The pages' content as JSON, for scripts and tests.
import { type Answer, json, Refusal } from '../http/answer.js';
import { type Request } from './request.js';
import { search } from '../store/search.js';
import { statsWithin } from './services-page.js';
import { readTraceQuery, readWindow } from './read-query.js';

/** `{windowMs, coveredMs, services: ServiceStats[]}` */
export function apiServices({ telemetry, url, nowMs }: Request): Answer {
  const minutes = readWindow(url.searchParams);
  if (minutes === undefined)
    throw new Refusal(400, `window ${url.searchParams.get('window')}: use 1m, 5m or 15m`);
  const { coveredMs, services } = statsWithin(telemetry, minutes, nowMs);
  return json(200, { windowMs: minutes * 60_000, coveredMs, services });
}

/** `{traces: TraceSummary[], held: {traces, spans, forgottenTraces}}` */
export function apiTraces({ telemetry, url }: Request): Answer {
  const { query, problems } = readTraceQuery(url.searchParams);
  if (problems.length > 0) throw new Refusal(400, problems.join('; '));
  return json(200, { traces: search(telemetry.traces.traces(), query), held: telemetry.traces.size });
}

/** `{summary: TraceSummary, spans: Span[]}` */
export function apiTrace({ telemetry, id }: Request): Answer {
  const trace = telemetry.traces.get(id);
  if (!trace)
    throw new Refusal(404, `trace ${id} is not here: it may not have arrived yet, or was forgotten`);
  return json(200, { summary: trace.summary(), spans: trace.spans() });
}
