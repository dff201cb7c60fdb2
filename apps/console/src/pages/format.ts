import { html, type Html } from './html.js';

/** Milliseconds for people: `840 µs`, `12.3 ms`, `1.25 s`, `2 m 05 s`. */
export function duration(ms: number): string {
  if (ms < 0.9995) return `${Math.round(ms * 1000)} µs`;
  if (ms < 9.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Requests a second: `0.07`, `1.4`, `23`. */
export function rate(perSecond: number): string {
  if (perSecond >= 9.95) return String(Math.round(perSecond));
  return perSecond >= 0.995 ? perSecond.toFixed(1) : perSecond.toFixed(2);
}

/** `0 %` only where there is none, `100 %` only where there is nothing else. */
export function share(value: number): string {
  const percent = value * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return '< 0.1 %';
  return percent > 99.9 ? '> 99.9 %' : `${percent.toFixed(1)} %`;
}

export function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} m ago` : `${Math.floor(seconds / 3600)} h ago`;
}

/** A moment, as `14:05:09.123` of the server's zone (which is the reader's: both are on this machine). */
export function moment(unixMs: number): Html {
  const date = new Date(unixMs);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return html`
    <time datetime="${date.toISOString()}">${parts.join(':')}.${millis}</time>
  `;
}

export function count(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;
}
