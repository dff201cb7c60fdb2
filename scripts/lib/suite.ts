// A suite that runs on any cluster: `npm run conformance`, `npm run operations`.
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { interruption } from './interruption.ts';
import { runTests } from './run-tests.ts';
import { step } from './steps.ts';
import { contextTarget, labTarget, type Target } from './target.ts';

/** Runs the test files below a folder and resolves with the exit code: 0 all passed, 1 some failed, 2 misused. */
export async function runSuite(folder: string, usage: string): Promise<number> {
  const line = commandLine();
  if (line === undefined || line.help) {
    console.log(usage);
    return line ? 0 : 2;
  }
  const files = globSync(`${folder}/**/*.test.ts`).filter(
    (file) => line.places.length === 0 || line.places.some((place) => file.includes(place)),
  );
  if (files.length === 0) {
    console.error(`✗ no file of ${folder} has ${line.places.join(' or ')} in its path`);
    return 2;
  }
  let target: Target | undefined;
  try {
    target = await step({ what: 'the cluster', run: () => open(line.context), result: ({ name }) => name });
    return await runTests(files, { OPERATIONS: process.env['OPERATIONS'] ?? 'full', ...target.env });
  } catch (error) {
    console.error(`✗ ${(error as Error).message}`);
    return 1;
  } finally {
    await target?.stop();
  }
}

function open(context: string | undefined): Promise<Target> {
  return context === undefined ? labTarget(interruption()) : contextTarget(context);
}

/** Undefined, with its complaint printed, when it makes no sense. */
function commandLine(): { context?: string; help: boolean; places: string[] } | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { context: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const { context, help = false } = values;
    return { help, places: positionals, ...(context !== undefined && { context }) };
  } catch (error) {
    console.error(`✗ ${(error as Error).message}\n`);
    return undefined;
  }
}
