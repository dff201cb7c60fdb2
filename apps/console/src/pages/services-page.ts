import { type ServiceStats, serviceStats, type Stats } from '../store/service-stats.js';
import { type Telemetry } from '../store/telemetry.js';
import { count, duration, rate, share } from './format.js';
import { type Content, type Html, html } from './html.js';
import { type Page } from './layout.js';
import { readWindow, windows } from './read-query.js';
import { type Request } from './request.js';
import { serviceName } from './service-name.js';
import { sparkline } from './sparkline.js';

export function servicesPage({ telemetry, url, nowMs }: Request): Page {
  const minutes = readWindow(url.searchParams) ?? 5;
  const { services, coveredMs } = statsWithin(telemetry, minutes, nowMs);
  return {
    title: 'Services',
    section: 'services',
    refreshMs: 2_000,
    content: html`
      <div class="head">
        <h1>Services</h1>
        ${windowLinks(minutes)}
      </div>
      ${services.length === 0 ? nothingYet(minutes) : table(services)}
      <p class="foot">${coveredMs < minutes * 60_000 && `Rates are of the last ${duration(coveredMs)}: before, not all is known. `}${held(telemetry)}</p>
    `,
  };
}

export function statsWithin(telemetry: Telemetry, minutes: number, nowMs: number) {
  const fromMs = nowMs - minutes * 60_000;
  const { samples, coveredMs } = telemetry.requests.within(fromMs, nowMs);
  return { coveredMs, services: serviceStats({ samples, coveredMs, fromMs, toMs: nowMs }) };
}

function windowLinks(current: number): Html {
  return html`
    <nav class="choice" aria-label="Time window">
      ${windows.map(
        (minutes) => html`
          <a
            href="/?window=${minutes}m"
            ${
              minutes === current &&
              html`
                aria-current="true"
              `
            }
          >
            ${minutes} min
          </a>
        `,
      )}
    </nav>
  `;
}

function table(services: ServiceStats[]): Html {
  return html`
    <div class="scroll">
      <table class="services">
        <thead>
          <tr>
            <th scope="col">Service and route</th>
            <th scope="col">Requests</th>
            <th scope="col" class="n">
              Rate
              <small>/ s</small>
            </th>
            <th scope="col" class="n">Errors</th>
            <th scope="col" class="n">p50</th>
            <th scope="col" class="n">p95</th>
            <th scope="col" class="n">p99</th>
          </tr>
        </thead>
        ${services.map(
          (one) => html`
            <tbody>
              <tr class="whole">
                <th scope="rowgroup"><a href="${traces(one.service)}">${serviceName(one.service)}</a></th>
                ${cells(one, one.service)}
              </tr>
              ${one.routes.map(
                (route) => html`
                  <tr>
                    <th scope="row">
                      <a href="${traces(one.service, { q: route.route })}"><code>${route.route}</code></a>
                    </th>
                    ${cells(route, one.service)}
                  </tr>
                `,
              )}
            </tbody>
          `,
        )}
      </table>
    </div>
  `;
}

function cells(stats: Stats, service: string): Content {
  const errors =
    stats.errors === 0
      ? html`
          <span class="quiet">0 %</span>
        `
      : html`
          <a
            class="bad"
            href="${traces(service, { status: 'errors' })}"
            title="${count(stats.errors, 'error')} of ${count(stats.requests, 'request')}"
          >
            ${share(stats.errorShare)}
          </a>
        `;
  return html`
    <td>${sparkline(stats.buckets)}</td>
    <td class="n">${rate(stats.rate)}</td>
    <td class="n">${errors}</td>
    <td class="n">${duration(stats.p50Ms)}</td>
    <td class="n">${duration(stats.p95Ms)}</td>
    <td class="n">${duration(stats.p99Ms)}</td>
  `;
}

function traces(service: string, more: Record<string, string> = {}): string {
  return `/traces?${new URLSearchParams({ service, ...more }).toString()}`;
}

function nothingYet(minutes: number): Html {
  return html`
    <section class="empty">
      <h2>No requests in the last ${count(minutes, 'minute')}</h2>
      <p>Place some orders, and they show here a few seconds later:</p>
      <pre><code>npm run customer -- half</code></pre>
    </section>
  `;
}

function held({ traces: { size, limits } }: Telemetry): string {
  const forgotten =
    size.forgottenTraces > 0 ? ` ${count(size.forgottenTraces, 'older trace')} forgotten.` : '';
  return `Holds ${count(size.traces, 'trace')} with ${count(size.spans, 'span')}, at most ${limits.traces.toLocaleString('en')} and ${limits.spans.toLocaleString('en')}.${forgotten}`;
}
