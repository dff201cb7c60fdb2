import { search } from '../store/search.js';
import { type TraceSummary } from '../store/trace.js';
import { type Telemetry } from '../store/telemetry.js';
import { ago, count, duration, moment } from './format.js';
import { type Html, html } from './html.js';
import { type Page } from './layout.js';
import { readTraceQuery, statuses, type TraceQuery } from './read-query.js';
import { type Request } from './request.js';
import { colourOf, serviceName } from './service-name.js';

export function tracesPage({ telemetry, url, nowMs }: Request): Page {
  const asked = readTraceQuery(url.searchParams);
  const found = search(telemetry.traces.traces(), asked.query);
  return {
    title: 'Traces',
    section: 'traces',
    refreshMs: 3_000,
    content: html`
      <div class="head"><h1>Traces</h1></div>
      ${filters(asked, servicesOf(telemetry))}
      ${asked.problems.map(
        (problem) => html`
          <p class="note bad" role="alert">${problem}</p>
        `,
      )}
      <div id="result">
        ${found.length === 0 ? nothingFound(telemetry) : list(found, nowMs)}
        <p class="foot">
          ${count(found.length, 'trace')} shown${found.length === asked.query.limit && ', there may be more'};
          ${count(telemetry.traces.size.traces, 'trace')} held.
        </p>
      </div>
    `,
  };
}

function filters({ asked }: TraceQuery, services: string[]): Html {
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`;
  return html`
    <form class="filters" method="get" action="/traces" role="search">
      <label>
        Service
        <select name="service">
          ${option('', 'all', asked.service)}${services.map((name) => option(name, name, asked.service))}
        </select>
      </label>
      <label>
        Outcome
        <select name="status">
          ${option('', 'all', asked.status)}${statuses.map((name) => option(name, name, asked.status))}
        </select>
      </label>
      <label>
        Takes at least
        <input
          name="minDuration"
          value="${asked.minDuration}"
          placeholder="250ms"
          size="8"
          autocomplete="off"
        />
      </label>
      <label class="wide">
        Text
        <input
          name="q"
          type="search"
          value="${asked.text}"
          placeholder="name, attribute, message or trace id"
          autocomplete="off"
        />
      </label>
      <button type="submit">Filter</button>
    </form>
  `;
}

function list(found: TraceSummary[], nowMs: number): Html {
  const longest = Math.max(...found.map(({ durationMs }) => durationMs));
  return html`
    <div class="scroll">
      <table class="traces">
        <thead>
          <tr>
            <th scope="col">Trace</th>
            <th scope="col">Outcome</th>
            <th scope="col">Services</th>
            <th scope="col" class="n">Spans</th>
            <th scope="col" class="n">Took</th>
            <td></td>
            <th scope="col" class="n">Began</th>
          </tr>
        </thead>
        <tbody>${found.map((summary) => row(summary, { longest, nowMs }))}</tbody>
      </table>
    </div>
  `;
}

function row(trace: TraceSummary, { longest, nowMs }: { longest: number; nowMs: number }): Html {
  const width = Math.max(1, (trace.durationMs / longest) * 100).toFixed(1);
  return html`
    <tr>
      <th scope="row">
        <a href="/traces/${trace.traceId}">
          ${serviceName(trace.service)}
          <b>${trace.name}</b>
        </a>
        <code class="id">${trace.traceId.slice(0, 8)}</code>
        ${
          trace.attempts > 1 &&
          html`
            <span class="tag">${trace.attempts} attempts</span>
          `
        }
      </th>
      <td>${outcome(trace)}</td>
      <td class="dots">
        ${trace.services.map(
          (name) => html`
            <span class="dot ${colourOf(name)}" title="${name}" role="img" aria-label="${name}"></span>
          `,
        )}
      </td>
      <td class="n">${trace.spanCount}</td>
      <td class="n">${duration(trace.durationMs)}</td>
      <td class="took">
        <svg aria-hidden="true"><rect class="${trace.outcome}" width="${width}%" height="100%" rx="2" /></svg>
      </td>
      <td class="n" title="${new Date(trace.startMs).toISOString()}">
        ${moment(trace.startMs)}
        <small>${ago(nowMs - trace.startMs)}</small>
      </td>
    </tr>
  `;
}

export function outcome({ outcome: how, errorCount }: TraceSummary): Html {
  return html`
    <span class="outcome ${how}">${how}</span>
    ${
      errorCount > 0 &&
      html`
        <small>${count(errorCount, 'error')}</small>
      `
    }
  `;
}

function servicesOf(telemetry: Telemetry): string[] {
  const names = telemetry.traces.traces().flatMap((trace) => trace.summary().services);
  return [...new Set(names)].sort();
}

function nothingFound(telemetry: Telemetry): Html {
  if (telemetry.traces.size.traces > 0)
    return html`
      <section class="empty">
        <h2>No trace is like that</h2>
        <p><a href="/traces">Show all</a></p>
      </section>
    `;
  return html`
    <section class="empty">
      <h2>No traces yet</h2>
      <p>Place some orders, and they show here a few seconds later:</p>
      <pre><code>npm run customer -- half</code></pre>
    </section>
  `;
}
