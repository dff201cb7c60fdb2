import type { SchemaStep, SqlValue } from '@chaos-workshop/service-kit';

export interface Table {
  name: string;
  count: number;
  /**
   * From 0 on; the same row for the same index, in whatever order they are made. Column by column, the primary key
   * first.
   */
  row: (index: number) => Record<string, SqlValue>;
}

const batch = 5000;

/**
 * The steps that fill a table. A batch is one statement, so it is there as a whole or not at all: its last row
 * tells.
 */
export function fill({ name, count, row }: Table): SchemaStep[] {
  const [key, ...others] = Object.keys(row(0));
  const insertion = `INSERT IGNORE INTO ${name} (${[key, ...others].join(', ')}) VALUES ?`;
  const starts = Array.from({ length: Math.ceil(count / batch) }, (_, number) => number * batch);
  return starts.map((start) => async (statements) => {
    const values = (index: number) => Object.values(row(index));
    const end = Math.min(start + batch, count);
    const last = values(end - 1).slice(0, 1);
    const known = await statements.rows(`SELECT 1 FROM ${name} WHERE ${key} = ?`, last);
    if (known.length > 0) return;
    const rows = Array.from({ length: end - start }, (_, offset) => values(start + offset));
    await statements.change(insertion, [rows]);
  });
}
