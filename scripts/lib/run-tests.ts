// Node's test runner on a list of files, with the count of checks at its end.
import { $ } from 'zx';

const reporters = ['spec', './scripts/lib/count-reporter.mjs'].flatMap((reporter) => [
  `--test-reporter=${reporter}`,
  '--test-reporter-destination=stdout',
]);

/** A file that hangs fails, and the others still run; operations at full load take longest. */
const fileTimeoutMs = 30 * 60_000;

/** Resolves with the exit code: 0 when all passed. */
export async function runTests(files: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const result = await $({
    stdio: 'inherit',
    nothrow: true,
    env: { ...process.env, ...env },
  })`${process.execPath} --test --test-timeout=${fileTimeoutMs} ${reporters} ${files.toSorted()}`;
  return result.exitCode ?? 1;
}
