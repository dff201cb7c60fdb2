// The customer: `npm run customer -- single|half|complete`.
import { writeFile } from 'node:fs/promises';
import { type CustomerEvent, tellAll } from './events.js';
import { type Options, parseOptions, usage, UsageError } from './options.js';
import { junit } from './report/junit.js';
import { TerminalReport } from './report/terminal.js';
import { visit } from './visit.js';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run(options: Options): Promise<boolean> {
  const terminal = new TerminalReport();
  const printJson = (event: CustomerEvent) => process.stdout.write(`${JSON.stringify(event)}\n`);
  const tell = tellAll([options.json ? printJson : (event) => terminal.tell(event)]);
  try {
    const { summary, results } = await visit(options, tell, interruption());
    if (options.junit !== undefined) await writeFile(options.junit, junit(summary, results));
    return summary.passed;
  } finally {
    terminal.stop();
  }
}

/** Ctrl-C: what is under way ends, and the summary of what there is still comes. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));
  return interrupted.signal;
}
