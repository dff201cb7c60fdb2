// What the command line prints: lines with tabs for programs, as toxiproxy-cli has them; a table for people.
import type { Proxy, Toxic } from './api.ts';

export function listed(proxies: Proxy[], isForPeople: boolean): string[] {
  const rows = proxies.map(({ name, listen, upstream, enabled, toxics }) => [
    name,
    listen,
    upstream,
    enabled ? 'enabled' : 'disabled',
    String(toxics.length),
  ]);
  if (!isForPeople) return rows.map((row) => row.join('\t'));
  if (rows.length === 0) return ['no proxies: create -l 127.0.0.1:3307 -u 127.0.0.1:3306 NAME makes one'];
  return table([['name', 'listen', 'upstream', '', 'toxics'], ...rows]);
}

export function inspected({ name, listen, upstream, toxics }: Proxy, isForPeople: boolean): string[] {
  if (!isForPeople) return toxics.map(asLine);
  const rows = toxics.map((toxic) => [
    toxic.name,
    toxic.type,
    toxic.stream,
    toxic.toxicity.toFixed(2),
    attributesOf(toxic).join(' '),
  ]);
  return [
    `${name}  ${listen} → ${upstream}`,
    ...(rows.length === 0
      ? ['no toxics']
      : table([['toxic', 'type', 'stream', 'toxicity', 'attributes'], ...rows])),
  ];
}

function asLine(toxic: Toxic): string {
  const { name, type, stream, toxicity } = toxic;
  const attributes = attributesOf(toxic).map((attribute) => `${attribute}\t`);
  return `${name}\ttype=${type}\tstream=${stream}\ttoxicity=${toxicity.toFixed(2)}\tattributes=[\t${attributes.join('')}]`;
}

function attributesOf({ attributes }: Toxic): string[] {
  return Object.entries(attributes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
}

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
