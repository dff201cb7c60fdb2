import { type Bucket } from '../store/service-stats.js';
import { count } from './format.js';
import { html, type Html } from './html.js';

const height = 24;
const step = 4;

/** Requests over time as bars, what failed of them in red from below. */
export function sparkline(buckets: Bucket[]): Html {
  const most = Math.max(1, ...buckets.map(({ requests }) => requests));
  const scale = (value: number) => (value / most) * (height - 1);
  const bars = buckets.map(({ requests, errors }, index) => {
    const good = scale(requests);
    const bad = scale(errors);
    return [
      requests > 0 && bar('ok', index, good),
      errors > 0 && bar('bad', index, Math.max(bad, 2)),
      requests === 0 && bar('none', index, 1),
    ];
  });
  const total = buckets.reduce((sum, { requests }) => sum + requests, 0);
  const label = `${count(total, 'request')} over time, at most ${most} in one bar`;
  return html`
    <svg
      class="spark"
      viewBox="0 0 ${buckets.length * step} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${label}"
    >
      ${bars}
    </svg>
  `;
}

function bar(kind: string, index: number, tall: number): Html {
  const y = (height - tall).toFixed(2);
  return html`
    <rect class="${kind}" x="${index * step}" y="${y}" width="${step - 1}" height="${tall.toFixed(2)}" />
  `;
}
