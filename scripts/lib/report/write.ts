// A report on disk: reports/<time>/report.md and report.html.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import type { Report } from './story.ts';

/** The paths that were written. */
export async function writeReport(report: Report, root = 'reports'): Promise<string[]> {
  const time = report.startedAt.toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(root, time);
  await mkdir(folder, { recursive: true });
  const files = { 'report.md': markdown(report), 'report.html': html(report) };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return Object.keys(files).map((name) => join(folder, name));
}
