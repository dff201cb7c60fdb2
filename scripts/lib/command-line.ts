// The command line of a script: --help says how, a mistake says what is wrong, how, and ends with exit code 2.
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Values of the options; ends the process when help was asked for or the line is wrong. */
export function commandLine<const T extends Options>(usage: string, options: T) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (!('help' in values)) return values;
    console.log(usage);
    return process.exit(0);
  } catch (error) {
    return misuse((error as Error).message, usage);
  }
}

/** `--seed 7` is 7; any seed when none is given. */
export function seedOf(text: string | undefined, usage: string): number {
  if (text === undefined) return Math.floor(Math.random() * 1e9);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return misuse(`--seed ${text}: say a whole number below 1000000000`, usage);
}

/** Ends the process with exit code 2. */
export function misuse(mistake: string, usage: string): never {
  console.error(`✗ ${mistake}\n\n${usage}`);
  process.exit(2);
}
