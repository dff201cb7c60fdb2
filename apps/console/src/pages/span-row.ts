import { type Attributes, type AttributeValue, durationMs, type Span } from '../store/span.js';
import { duration } from './format.js';
import { type Html, html } from './html.js';
import { colourOf } from './service-name.js';
import { type Row } from './waterfall.js';

const maxRails = 24;

/** A line of the waterfall; opened, it tells all that is known of the span. */
export function spanRow({ span, depth, left, width, events }: Row, traceStartMs: number): Html {
  const hint = hintOf(span);
  return html`
    <details class="span${span.isError && ' failed'}" id="span-${span.spanId}">
      <summary>
        <span class="name">
          ${Array.from(
            { length: Math.min(depth, maxRails) },
            () => html`
              <span class="rail"></span>
            `,
          )}
          <span class="dot ${colourOf(span.service)}" aria-hidden="true"></span>
          <span class="text">
            ${span.name}
            <small>${span.service}</small>
          </span>
          <span class="hint" title="${hint}">${hint}</span>
        </span>
        <svg class="bar" aria-hidden="true">
          <rect
            class="${colourOf(span.service)}"
            x="${left.toFixed(3)}%"
            y="10"
            width="${width.toFixed(3)}%"
            height="12"
            rx="2"
          />
          ${events.map(
            (at) => html`
              <circle class="event" cx="${at.toFixed(3)}%" cy="16" r="3.5" />
            `,
          )}
        </svg>
        <span class="n">${duration(durationMs(span))}</span>
      </summary>
      <div class="inside">${details(span, traceStartMs)}</div>
    </details>
  `;
}

/** What one would open the span for. */
function hintOf({ isError, statusMessage, attributes }: Span): string {
  if (isError) return statusMessage ?? `error ${text(attributes['http.response.status_code'] ?? '')}`;
  const telling = ['db.query.text', 'db.statement', 'url.full', 'http.url', 'http.response.status_code'];
  const found = telling.map((key) => attributes[key]).find((value) => value !== undefined);
  return text(found ?? '');
}

function details(span: Span, traceStartMs: number): Html {
  const facts: Attributes = {
    began: `${duration(span.startMs - traceStartMs)} into the trace`,
    kind: span.kind,
    'made by': span.scope,
    'span id': span.spanId,
    ...(span.parentId !== undefined && { 'parent span id': span.parentId }),
  };
  return html`
    ${
      span.statusMessage !== undefined &&
      html`
        <p class="bad">${span.statusMessage}</p>
      `
    }
    ${span.events.map(
      (event) => html`
        <section>
          <h3>
            Event
            <code>${event.name}</code>
            <small>${duration(event.atMs - traceStartMs)} into the trace</small>
          </h3>
          ${table(event.attributes)}
        </section>
      `,
    )}
    <section>
      <h3>Attributes</h3>
      ${table(span.attributes)}
    </section>
    <section>
      <h3>Span</h3>
      ${table(facts)}
    </section>
    <section>
      <h3>Resource</h3>
      ${table(span.resource)}
    </section>
  `;
}

function table(attributes: Attributes): Html {
  const entries = Object.entries(attributes);
  if (entries.length === 0)
    return html`
      <p class="quiet">none</p>
    `;
  return html`
    <table class="attributes">
      <tbody>
        ${entries.map(
          ([key, value]) => html`
            <tr>
              <th scope="row">${key}</th>
              <td>${text(value)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function text(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
