// Where a program is: PATH first, then where servers live that are not on everybody's PATH.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const serverDirectories = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** The first of these programs that is installed. Throws with what to do when none is. */
export function findProgram(...names: string[]): string {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), ...serverDirectories];
  for (const name of names) {
    const found = directories.map((directory) => join(directory, name)).find(isExecutable);
    if (found) return found;
  }
  throw new Error(`${names.join(' or ')} is not installed: run npm run setup`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
