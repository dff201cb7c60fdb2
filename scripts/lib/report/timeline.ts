// An act drawn: time from left to right, a lane for each fault and for each order, as an SVG that follows the page's colours.
import type { Act } from '../demo/acts.ts';
import { escapeHtml } from './escape.ts';

const width = 960;
const left = 210;
const right = 24;
const lane = 22;
const bar = 12;

interface Span {
  from: number;
  to: number;
  style: string;
  title: string;
}

interface Lane {
  label: string;
  spans: Span[];
}

/** @param lengthMs of the whole time axis; the same for all acts makes them comparable. */
export function timeline(act: Act, lengthMs: number): string {
  const zero = Date.parse(act.events[0]!.at);
  const faults = faultLanes(act);
  const lanes = [...faults, ...orderLanes(act)];
  const bottom = lanes.length * lane + 8;
  const x = (at: number) => left + ((width - left - right) * clamp(at - zero, 0, lengthMs)) / lengthMs;
  return [
    `<svg viewBox="0 0 ${width} ${bottom + 24}" role="img" aria-label="Timeline of ${escapeHtml(act.title)}">`,
    ...axis(lengthMs, bottom, (ms) => x(zero + ms)),
    ...lanes.flatMap((lane, index) => draw(lane, index, x)),
    faults.length > 0
      ? `<line class="rule" x1="0" x2="${width}" y1="${y(faults.length)}" y2="${y(faults.length)}"/>`
      : '',
    '</svg>',
  ].join('\n');
}

function faultLanes({ faults }: Act): Lane[] {
  return faults.map(({ name, kind, from, to, injected }) => ({
    label: name,
    spans: [
      {
        from,
        to,
        style: from === to ? 'fault strike' : 'fault',
        title: `${name}: ${kind}, ${injected} injected`,
      },
    ],
  }));
}

function orderLanes({ events }: Act): Lane[] {
  const lanes = new Map<number, Lane>();
  for (const event of events) {
    const at = Date.parse(event.at);
    if (event.event === 'test-started')
      lanes.set(event.test, { label: `order ${event.test} · customer ${event.customer}`, spans: [] });
    if (event.event === 'attempt')
      lanes.get(event.test)?.spans.push({
        from: at - event.tookMs,
        to: at,
        style: event.againInMs === undefined && (event.status ?? 500) < 300 ? 'answered' : 'broken',
        title: `attempt ${event.attempt}: ${event.status ?? event.error}, ${event.tookMs} ms`,
      });
    if (event.event === 'test') lanes.get(event.test)?.spans.push(endOf(event.status, at));
  }
  return [...lanes].toSorted(([one], [other]) => one - other).map(([, lane]) => lane);
}

function endOf(status: string, at: number): Span {
  const words: Record<string, string> = {
    passed: 'checked: as it should be',
    failed: 'checked: wrong',
    skipped: 'stopped',
  };
  return { from: at, to: at, style: `end ${status}`, title: words[status] ?? status };
}

function draw({ label, spans }: Lane, index: number, x: (at: number) => number): string[] {
  const top = y(index) + (lane - bar) / 2;
  const text = `<text class="label" x="${left - 10}" y="${y(index) + lane / 2}">${escapeHtml(label)}</text>`;
  return [text, ...spans.map((span) => shape(span, top, x))];
}

function shape({ from, to, style, title }: Span, top: number, x: (at: number) => number): string {
  const hint = `<title>${escapeHtml(title)}</title>`;
  const middle = top + bar / 2;
  if (style.startsWith('end')) {
    const sign = { passed: '✓', failed: '✗', skipped: '–' }[style.slice(4)] ?? '';
    return `<text class="${style}" x="${(x(to) + 6).toFixed(1)}" y="${middle}">${sign}${hint}</text>`;
  }
  if (from === to) {
    const at = x(from).toFixed(1);
    return `<path class="${style}" d="M${at} ${middle - 7}l6 7l-6 7l-6 -7z">${hint}</path>`;
  }
  const length = Math.max(x(to) - x(from), 2);
  return `<rect class="${style}" x="${x(from).toFixed(1)}" y="${top}" width="${length.toFixed(1)}" height="${bar}" rx="2">${hint}</rect>`;
}

function axis(lengthMs: number, bottom: number, x: (ms: number) => number): string[] {
  const everyMs = [1_000, 2_000, 5_000, 10_000, 20_000].find((step) => lengthMs / step <= 10) ?? 60_000;
  const ticks = Array.from({ length: Math.floor(lengthMs / everyMs) + 1 }, (_, tick) => tick * everyMs);
  return ticks.flatMap((ms) => [
    `<line class="grid" x1="${x(ms).toFixed(1)}" x2="${x(ms).toFixed(1)}" y1="0" y2="${bottom}"/>`,
    `<text class="tick" x="${x(ms).toFixed(1)}" y="${bottom + 14}">${ms / 1000} s</text>`,
  ]);
}

function y(index: number): number {
  return 4 + index * lane;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
