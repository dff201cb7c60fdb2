// Runs the customer as a child process and reads what it tells.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { CustomerEvent, Summary } from '../../apps/customer/src/events.ts';
import type { Cluster } from './cluster.ts';

export type { CustomerEvent, Summary };

export interface BatteryRun {
  events: CustomerEvent[];
  summary: Summary;
}

export interface BatteryOptions {
  cluster: Cluster;
  /** Words of the customer's command line. */
  args: string[];
  onEvent: (event: CustomerEvent) => void;
  signal: AbortSignal;
}

/** Resolves with the summary whether tests passed or failed; @throws when there is none. */
export async function runCustomer({ cluster, args, onEvent, signal }: BatteryOptions): Promise<BatteryRun> {
  const { kubeconfig } = cluster.where;
  const place = ['--context', cluster.context, '--namespace', cluster.namespace];
  const child = spawn(process.execPath, ['apps/customer/dist/main.js', ...args, ...place, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) },
  });
  const onAbort = () => child.kill('SIGTERM');
  signal.addEventListener('abort', onAbort);
  try {
    const ended = once(child, 'close');
    const [events, complaints] = await Promise.all([readEvents(child, onEvent), text(child.stderr), ended]);
    signal.throwIfAborted();
    const last = events.at(-1);
    if (last?.event !== 'summary')
      throw new Error(`the customer told no summary: ${complaints.trim() || howItEnded(child)}`);
    return { events, summary: last };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function howItEnded({ exitCode, signalCode }: ChildProcess): string {
  return `it ended with ${signalCode ?? `exit code ${exitCode}`}`;
}

async function readEvents(
  child: ChildProcess,
  onEvent: (event: CustomerEvent) => void,
): Promise<CustomerEvent[]> {
  const events: CustomerEvent[] = [];
  for await (const line of createInterface(child.stdout!)) {
    const event = JSON.parse(line) as CustomerEvent;
    events.push(event);
    onEvent(event);
  }
  return events;
}
