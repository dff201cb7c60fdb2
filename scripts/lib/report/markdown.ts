// The report as Markdown, for a pull request or a chat.
import { markdownTable } from './rows.ts';
import { faultLines, headline, type Report, troubles, verdict } from './story.ts';

export function markdown(report: Report): string {
  const { acts, seed, startedAt, tookMs, place } = report;
  return [
    `# ${headline}`,
    `**${verdict(report)}**`,
    markdownTable(acts),
    `On ${place}, started ${startedAt.toISOString()}, took ${(tookMs / 1000).toFixed(0)} s, seed ${seed}. Lost: told to the customer, not stored. Doubled: stored once more than ordered. Wrong: stored with other items, discount or money.`,
    ...acts.flatMap((act) => [
      `## ${act.title}`,
      list('Faults', faultLines(act)) || 'Fair weather: no faults.',
      list('What went wrong', troubles(act)) || 'Nothing went wrong.',
    ]),
    '',
  ].join('\n\n');
}

function list(what: string, lines: string[]): string {
  return lines.length === 0 ? '' : `${what}:\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}
