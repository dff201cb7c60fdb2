import { type Answer, json, Refusal } from '../http/answer.js';
import { type Handler } from '../http/server.js';
import { type Telemetry } from '../store/telemetry.js';
import { apiServices, apiTrace, apiTraces } from './api.js';
import { asset } from './assets.js';
import { missingTracePage } from './missing-trace-page.js';
import { notFoundPage } from './not-found-page.js';
import { servicesPage } from './services-page.js';
import { tracePage } from './trace-page.js';
import { tracesPage } from './traces-page.js';
import { page } from './layout.js';
import { type Request } from './request.js';

const healthy = () => json(200, { status: 'ok', program: 'chaos-workshop console' });

/** In the order in which they are tried. */
const routes: readonly (readonly [RegExp, (request: Request) => Answer])[] = [
  [/^\/$/, (request) => page(200, servicesPage(request))],
  [/^\/traces$/, (request) => page(200, tracesPage(request))],
  [/^\/traces\/([^/]+)$/, traceOr404],
  [/^\/api\/services$/, apiServices],
  [/^\/api\/traces$/, apiTraces],
  [/^\/api\/traces\/([^/]+)$/, apiTrace],
  [/^\/assets\/([^/]+)$/, ({ id }) => asset(id)],
  [/^\/(?:api\/health|health\/live|health\/ready)$/, healthy],
];

/** The pages, the same as JSON, and the probes. Nothing here changes anything. */
export function pages(telemetry: Telemetry, now: () => number = Date.now): Handler {
  return ({ method }, url) => {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, `${method}: this console is only read`);
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(url.pathname);
      if (match) return answer({ telemetry, url, id: (match[1] ?? '').toLowerCase(), nowMs: now() });
    }
    if (url.pathname.startsWith('/api/'))
      throw new Refusal(404, `${url.pathname}: there is /api/services and /api/traces`);
    return page(404, notFoundPage(url.pathname));
  };
}

function traceOr404(request: Request): Answer {
  const trace = request.telemetry.traces.get(request.id);
  return trace ? page(200, tracePage(request, trace)) : page(404, missingTracePage(request.id));
}
