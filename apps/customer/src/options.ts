// The command line of the customer.
import { parseArgs } from 'node:util';
import { type BatteryName, isBatteryName } from './battery/batteries.js';
import { anySeed } from './random.js';

export const usage = `Orders at the restaurant, then checks what came of it.

  npm run customer -- single|half|complete [options]
  npm run customer -- load [options]                 many orders at a constant rate: see load --help
  npm run customer -- flights [options]              asks for flights at a constant rate: see flights --help

  single            one order of one customer
  half              three orders of two customers
  complete          six orders of three customers

  --audit           also check the stores themselves: lost, doubled and wrong orders
  --bail            stop at the first test that fails
  --deadline 60s    stop when the battery takes longer (ms, s or m)
  --json            one event a line, the summary last
  --junit FILE      write the results as JUnit XML
  --namespace NAME  where the workshop is installed (chaos-workshop)
  --context NAME    another context of the kubeconfig, also one that is not on this machine
  --seed N          fixes the idempotency keys and trace ids

Exit code: 0 all passed, 1 some failed, 2 the command line is wrong.
The cluster is that of KUBECONFIG, else .lab/kubeconfig, else ~/.kube/config.`;

export interface Options {
  battery: BatteryName;
  audit: boolean;
  bail: boolean;
  deadlineMs?: number;
  json: boolean;
  junit?: string;
  namespace: string;
  context?: string;
  seed: number;
}

export class UsageError extends Error {
  override name = 'UsageError';
}

/** @throws {UsageError} that says which word is wrong and what would be right; 'help' when that was asked for. */
export function parseOptions(args: string[]): Options | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  const [battery, ...others] = positionals;
  if (!isBatteryName(battery))
    throw new UsageError(
      `${battery === undefined ? 'no battery' : `battery "${battery}"`}: say single, half, complete, load or flights`,
    );
  if (others.length > 0) throw new UsageError(`one battery at a time, not also "${others.join(' ')}"`);
  return {
    battery,
    audit: values.audit,
    bail: values.bail,
    json: values.json,
    namespace: values.namespace,
    seed: values.seed === undefined ? anySeed() : wholeNumber(values.seed),
    ...(values.junit !== undefined && { junit: values.junit }),
    ...(values.context !== undefined && { context: values.context }),
    ...(values.deadline !== undefined && { deadlineMs: durationMs('--deadline', values.deadline) }),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        audit: { type: 'boolean', default: false },
        bail: { type: 'boolean', default: false },
        context: { type: 'string' },
        deadline: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        junit: { type: 'string' },
        namespace: { type: 'string', short: 'n', default: 'chaos-workshop' },
        seed: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--seed ${text}: say a whole number`);
  return Number(text);
}

export function durationMs(option: string, text: string): number {
  const match = /^(\d+)(ms|s|m)$/.exec(text);
  const ms = match ? Number(match[1]) * { ms: 1, s: 1_000, m: 60_000 }[match[2] as 'ms' | 's' | 'm'] : 0;
  if (ms === 0 || ms > 2 ** 31 - 1)
    throw new UsageError(`${option} ${text}: say for example 60s, 500ms or 2m`);
  return ms;
}
