// The customer: `npm run customer -- single|half|complete`, `npm run customer -- load` and `npm run customer -- flights`.
import { writeFile } from 'node:fs/promises';
import { type CustomerEvent, tellAll } from './events.js';
import { wordsOf as flightsWordsOf } from './flights/figures.js';
import { flightsUsage, parseFlights } from './flights/options.js';
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
  else if (verb === 'flights') process.exitCode = await runFlights(words);
  else process.exitCode = await runBattery(process.argv.slice(2));
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  if (error instanceof UsageError) console.error(`\n${usageOf(verb)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

function usageOf(verb: string | undefined): string {
  if (verb === 'load') return loadUsage;
  return verb === 'flights' ? flightsUsage : usage;
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

async function runFlights(args: string[]): Promise<number> {
  const command = parseFlights(args);
  if (command === 'help') {
    console.log(flightsUsage);
    return 0;
  }
  // OpenTelemetry takes a while to load: nobody else waits for it.
  const { flights } = await import('./flights/flights.js');
  const summary = await flights(command, interruption());
  console.log(command.json ? JSON.stringify(summary) : flightsWordsOf(summary).join('\n'));
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
