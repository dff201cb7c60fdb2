import { type Trace } from '../store/trace.js';
import { count, duration, moment } from './format.js';
import { type Html, html } from './html.js';
import { type Page } from './layout.js';
import { type Request } from './request.js';
import { serviceName } from './service-name.js';
import { spanRow } from './span-row.js';
import { outcome } from './traces-page.js';
import { waterfall } from './waterfall.js';

const maxRows = 1_000;
/** Spans of one trace come from several services, each at its own pace. */
const stillArrivingMs = 30_000;

export function tracePage({ nowMs }: Request, trace: Trace): Page {
  const summary = trace.summary();
  const spans = trace.spans();
  const rows = waterfall(spans).slice(0, maxRows);
  const isFresh = nowMs - summary.startMs - summary.durationMs < stillArrivingMs;
  return {
    title: `${summary.service} ${summary.name}`,
    section: 'traces',
    ...(isFresh && { refreshMs: 2_000 }),
    content: html`
      <div class="head">
        <h1>${serviceName(summary.service)} ${summary.name}</h1>
        ${outcome(summary)}
      </div>
      <dl class="facts">
        <div>
          <dt>Took</dt>
          <dd>${duration(summary.durationMs)}</dd>
        </div>
        <div>
          <dt>Began</dt>
          <dd>${moment(summary.startMs)}</dd>
        </div>
        <div>
          <dt>Spans</dt>
          <dd>${summary.spanCount}</dd>
        </div>
        ${
          summary.attempts > 1 &&
          html`
            <div>
              <dt>Attempts</dt>
              <dd>${summary.attempts}</dd>
            </div>
          `
        }
        <div>
          <dt>Trace id</dt>
          <dd><code>${summary.traceId}</code></dd>
        </div>
      </dl>
      <p class="legend">${summary.services.map(serviceName)}</p>
      <section class="waterfall" aria-label="Spans">
        ${axis(summary.durationMs)} ${rows.map((row) => spanRow(row, summary.startMs))}
      </section>
      ${
        spans.length > maxRows &&
        html`
          <p class="note">
            The first ${maxRows} of ${count(spans.length, 'span')}; all of them:
            <a href="/api/traces/${trace.traceId}">as JSON</a>
            .
          </p>
        `
      }
      <p class="foot"><a href="/api/traces/${trace.traceId}">This trace as JSON</a></p>
    `,
  };
}

function axis(wholeMs: number): Html {
  const quarters = [0, 0.25, 0.5, 0.75];
  return html`
    <div class="axis" aria-hidden="true">
      <span></span>
      <span class="ticks">
        ${quarters.map(
          (quarter) => html`
            <span>${quarter === 0 ? '0' : duration(quarter * wholeMs)}</span>
          `,
        )}
      </span>
      <span class="n">${duration(wholeMs)}</span>
    </div>
  `;
}
