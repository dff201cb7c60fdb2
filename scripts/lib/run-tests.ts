// Node's test runner on a list of files, with the count of checks at its end.
import { $ } from 'zx';

const reporters = ['spec', './scripts/lib/count-reporter.mjs'].flatMap((reporter) => [
  `--test-reporter=${reporter}`,
  '--test-reporter-destination=stdout',
]);

/** Resolves with the exit code: 0 when all passed. */
export async function runTests(files: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const result = await $({
    stdio: 'inherit',
    nothrow: true,
    env: { ...process.env, ...env },
  })`${process.execPath} --test ${reporters} ${files.toSorted()}`;
  return result.exitCode ?? 1;
}
