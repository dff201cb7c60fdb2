import type { Figure } from './measures/measure.ts';

/** The figures as text: what was measured, each way, and ours divided by Toxiproxy's with the goal beside it. */
export function table(figures: Figure[]): string {
  const rows = [
    ['', 'direct', 'toxiproxy', 'ours', '', 'ratio', 'goal', ''],
    ...figures.map((figure) => {
      const { what, unit, values, goal } = figure;
      const ratio = ratioOf(figure);
      return [
        what,
        number(values.direct),
        number(values.toxiproxy),
        number(values.ours),
        unit,
        ratio === undefined ? '' : ratio.toFixed(2),
        goal === undefined ? '' : `${figure.better === 'lower' ? '≤' : '≥'} ${goal}`,
        verdict(figure, ratio),
      ];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, n) => (isText(n) ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Ours divided by Toxiproxy's; undefined where one of them was not measured. */
export function ratioOf({ values: { toxiproxy, ours } }: Figure): number | undefined {
  return toxiproxy === undefined || ours === undefined ? undefined : ours / toxiproxy;
}

function verdict({ better, goal }: Figure, ratio: number | undefined): string {
  if (goal === undefined || ratio === undefined) return '';
  return (better === 'lower' ? ratio <= goal : ratio >= goal) ? '✓' : '✗';
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function isText(column: number): boolean {
  return column === 0 || column === 4 || column === 7;
}
