import { readFileSync } from 'node:fs';
import { type Answer, Refusal } from '../http/answer.js';

const types: Record<string, string> = {
  'theme.css': 'text/css; charset=utf-8',
  'frame.css': 'text/css; charset=utf-8',
  'tables.css': 'text/css; charset=utf-8',
  'waterfall.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** The files of `assets/`, as they are. */
const assets = new Map<string, Answer>(
  Object.entries(types).map(([name, type]) => {
    const body = readFileSync(new URL(`../../assets/${name}`, import.meta.url));
    return [name, { status: 200, type, body }];
  }),
);

export function asset(name: string): Answer {
  const found = assets.get(name);
  if (!found) throw new Refusal(404, `${name}: there is ${[...assets.keys()].join(', ')}`);
  return found;
}
