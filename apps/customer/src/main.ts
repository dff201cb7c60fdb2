// The customer: `npm run customer -- single|half|complete` and `npm run customer -- load`.
import { writeFile } from 'node:fs/promises';
import { type CustomerEvent, tellAll } from './events.js';
import { load } from './load/load.js';
import { loadUsage, parseLoad } from './load/options.js';
import { wordsOf } from './load/words.js';
import { type Options, parseOptions, usage, UsageError } from './options.js';
import { junit } from './report/junit.js';
import { TerminalReport } from './report/terminal.js';
import { visit } from './visit.js';

const [verb, ...words] = process.argv.slice(2);
try {
  if (verb === 'load') process.exitCode = await runLoad(words);
  else process.exitCode = await runBattery(process.argv.slice(2));
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  if (error instanceof UsageError) console.error(`\n${verb === 'load' ? loadUsage : usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function runBattery(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options !== 'help') return (await run(options)) ? 0 : 1;
  console.log(usage);
  return 0;
}

async function runLoad(args: string[]): Promise<number> {
  const command = parseLoad(args);
  if (command === 'help') {
    console.log(loadUsage);
    return 0;
  }
  const summary = await load(command, interruption());
  console.log(command.json ? JSON.stringify(summary) : wordsOf(summary).join('\n'));
  return summary.passed ? 0 : 1;
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
