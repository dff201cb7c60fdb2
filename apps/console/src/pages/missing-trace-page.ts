import { html } from './html.js';
import { type Page } from './layout.js';

/** A link to a trace is often opened before the services have sent it: they send every few seconds. */
export function missingTracePage(traceId: string): Page {
  const isId = /^[0-9a-f]{32}$/.test(traceId);
  const why = isId
    ? html`
        <p>
          It may not have arrived yet: services send their spans every few seconds. This page looks again by
          itself.
        </p>
        <p>If it stays away, it was forgotten for newer ones, or the console was started after it.</p>
      `
    : html`
        <p>That is not the id of a trace, which has 32 hex digits.</p>
      `;
  return {
    title: 'Trace not here',
    section: 'traces',
    ...(isId && { refreshMs: 2_000 }),
    content: html`
      <section class="empty">
        <h1>This trace is not here</h1>
        <p><code>${traceId}</code></p>
        ${why}
        <p><a href="/traces">All traces</a></p>
      </section>
    `,
  };
}
