import { html } from './html.js';
import { type Page } from './layout.js';

export function notFoundPage(path: string): Page {
  return {
    title: 'Not found',
    content: html`
      <section class="empty">
        <h1>There is no such page</h1>
        <p><code>${path}</code></p>
        <p>
          <a href="/">Services</a>
          ·
          <a href="/traces">Traces</a>
        </p>
      </section>
    `,
  };
}
