// The table of the demo, one row an act, as text and as Markdown.
import type { Act } from '../demo/acts.ts';

export const columns = [
  '',
  'result',
  'passed',
  'failed',
  'skipped',
  'attempts',
  'lost',
  'doubled',
  'wrong',
  'faults',
  'seconds',
];

export function rowOf({ title, summary, faults }: Act): string[] {
  const { tests, attempts, audit, tookMs } = summary;
  const counts = [tests.passed, tests.failed, tests.skipped, attempts];
  const audited = audit ? [audit.lost, audit.doubled, audit.wrong] : ['?', '?', '?'];
  const injected = faults.reduce((sum, fault) => sum + fault.injected, 0);
  const result = summary.passed ? 'passed' : 'failed';
  return [title, result, ...[...counts, ...audited, injected].map(String), (tookMs / 1000).toFixed(1)];
}

/** Columns aligned: words to the left, numbers to the right. */
export function textTable(acts: Act[]): string {
  const rows = [columns, ...acts.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

export function markdownTable(acts: Act[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, column) => (column < 2 ? '---' : '--:'));
  return [columns, rule, ...acts.map(rowOf)].map(line).join('\n');
}
