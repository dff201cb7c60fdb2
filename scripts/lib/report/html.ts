// The report as one HTML page without anything to load, light or dark as the reader's system is.
import { escapeHtml as text } from './escape.ts';
import { columns, rowOf } from './rows.ts';
import { headline, type Report, troubles, verdict } from './story.ts';
import { style } from './style.ts';
import { timeline } from './timeline.ts';

export function html(report: Report): string {
  const { acts, seed, startedAt, tookMs, place, complaint, inconclusive } = report;
  const lengthMs = Math.max(
    1_000,
    ...acts.map((act) => Date.parse(act.events.at(-1)!.at) - Date.parse(act.events[0]!.at)),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${headline}</h1>
<p class="verdict ${complaint || inconclusive ? 'bad' : 'good'}">${text(verdict(report))}</p>
${table(report)}
<p class="note">On ${text(place)}, started ${startedAt.toISOString()}, took ${(tookMs / 1000).toFixed(0)} s, seed ${seed}.
Lost: told to the customer, not stored. Doubled: stored once more than ordered. Wrong: stored with other items, discount or money.</p>
<p class="legend">
<span class="key fault"></span> fault <span class="key broken"></span> attempt without an answer, or with an error
<span class="key answered"></span> attempt that placed the order <b class="passed">✓</b> checked: right <b class="failed">✗</b> wrong <b class="skipped">–</b> stopped
</p>
${acts.map((act) => section(act, lengthMs)).join('\n')}
</main>
</body>
</html>
`;
}

function table({ acts }: Report): string {
  const head = columns.map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = acts.map((act) => {
    const [title = '', result = '', ...numbers] = rowOf(act);
    const cells = numbers.map((number) => `<td>${number}</td>`).join('');
    return `<tr><th scope="row">${text(title)}</th><td class="${result}">${result}</td>${cells}</tr>`;
  });
  return `<div class="wide"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table></div>`;
}

function section(act: Report['acts'][number], lengthMs: number): string {
  const lines = troubles(act).map((line) => `<li>${text(line)}</li>`);
  const list = lines.length > 0 ? `<ul>\n${lines.join('\n')}\n</ul>` : '<p>Nothing went wrong.</p>';
  return `<section>\n<h2>${text(act.title)}</h2>\n<div class="wide">${timeline(act, lengthMs)}</div>\n${list}\n</section>`;
}
