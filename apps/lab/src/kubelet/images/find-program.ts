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
  for (const name of names) {
    const found = searchProgram(name, process.env['PATH']);
    if (found) return found;
  }
  throw new Error(`${names.join(' or ')} is not installed: run npm run setup`);
}

/** Undefined when no program of this name is in the directories of `path` or where servers live. */
export function searchProgram(name: string, path = ''): string | undefined {
  const directories = [...path.split(delimiter), ...serverDirectories];
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
