import { type Answer } from '../http/answer.js';
import { type Content, type Html, html } from './html.js';

export interface Page {
  title: string;
  /** Which entry of the navigation it belongs to. */
  section?: 'services' | 'traces';
  content: Content;
  /** How often it is fetched again; missing: never. */
  refreshMs?: number;
}

export function page(status: number, { title, section, content, refreshMs }: Page): Answer {
  const body = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <title>${title} · chaos-workshop</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/theme.css" />
        <link rel="stylesheet" href="/assets/frame.css" />
        <link rel="stylesheet" href="/assets/tables.css" />
        <link rel="stylesheet" href="/assets/waterfall.css" />
        <script src="/assets/console.js" type="module"></script>
        ${
          refreshMs !== undefined &&
          html`
            <noscript><meta http-equiv="refresh" content="${Math.ceil(refreshMs / 1000)}" /></noscript>
          `
        }
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/">
            <img src="/assets/icon.svg" alt="" width="22" height="22" />
            chaos-workshop
          </a>
          <nav aria-label="Pages">
            ${link('/', 'Services', section === 'services')}${link('/traces', 'Traces', section === 'traces')}
          </nav>
          ${
            refreshMs !== undefined &&
            html`
              <button id="live" type="button" aria-pressed="true" hidden>
                <span class="pulse" aria-hidden="true"></span>
                Live
              </button>
            `
          }
        </header>
        <main
          id="content"
          tabindex="-1"
          ${
            refreshMs !== undefined &&
            html`
              data-refresh-ms="${refreshMs}"
            `
          }
        >
          ${content}
        </main>
      </body>
    </html>
  `;
  return { status, type: 'text/html; charset=utf-8', body: body.text };
}

function link(href: string, text: string, isCurrent: boolean): Html {
  return html`
    <a
      href="${href}"
      ${
        isCurrent &&
        html`
          aria-current="page"
        `
      }
    >
      ${text}
    </a>
  `;
}
