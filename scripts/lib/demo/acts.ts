// An act of the demo: one battery against one variant of the order service, in one weather.
import type { Cluster } from '../cluster.ts';
import { type BatteryRun, type CustomerEvent, runCustomer } from '../customer.ts';
import { Chaos, type FaultWindow, type Plan } from './chaos.ts';

export interface Act extends BatteryRun {
  title: string;
  variant: 'starter' | 'reference';
  faults: FaultWindow[];
}

export interface ActOptions {
  title: string;
  variant: Act['variant'];
  /** Absent: fair weather. */
  plan?: Plan;
  /** Stop at the first test that fails. */
  bail: boolean;
  /** "45s" */
  deadline: string;
  seed: number;
  cluster: Cluster;
  /** Files of more faults that last through every storm. */
  also: string[];
  signal: AbortSignal;
}

/** The seed's HTTP faults all the time; every service killed, the database stopped and brought back on the way. */
export const storm: Plan = {
  lasting: ['seed-order', 'seed-menu', 'seed-loyalty'].map(fileOf),
  striking: [
    { file: fileOf('order-kill'), afterMs: 1_000 },
    { file: fileOf('menu-kill'), afterMs: 3_000 },
    { file: fileOf('mysql-down'), afterMs: 5_000 },
    { file: fileOf('loyalty-kill'), afterMs: 14_000 },
  ],
};

const fairWeather: Plan = { lasting: [], striking: [] };

/** Whatever the battery comes to, its faults are lifted when this resolves or throws, unless `signal` has aborted. */
export async function play(options: ActOptions, doing: (detail: string) => void): Promise<Act> {
  const { title, variant, plan, also, cluster, signal } = options;
  const weather = plan ? { ...plan, lasting: [...plan.lasting, ...also] } : fairWeather;
  const chaos = new Chaos({ cluster, plan: weather, signal });
  let faults: FaultWindow[] = [];
  const run = await (async () => {
    try {
      await chaos.apply();
      return await order(options, chaos, doing);
    } finally {
      faults = await chaos.lift();
    }
  })();
  return { ...run, title, variant, faults };
}

function order(options: ActOptions, chaos: Chaos, doing: (detail: string) => void): Promise<BatteryRun> {
  const { cluster, signal, seed, bail, deadline } = options;
  const args = [
    'complete',
    '--audit',
    '--deadline',
    deadline,
    '--seed',
    String(seed),
    ...(bail ? ['--bail'] : []),
  ];
  let ended = 0;
  const onEvent = (event: CustomerEvent) => {
    if (event.event === 'reset') chaos.strike((name) => doing(`${name} strikes`));
    if (event.event === 'test') doing(`${(ended += 1)} of 6 orders checked`);
    if (event.event === 'attempt' && event.againInMs !== undefined)
      doing(`order ${event.test}, attempt ${event.attempt}: ${event.status ?? event.error}`);
  };
  return runCustomer({ cluster, args, onEvent, signal });
}

function fileOf(name: string): string {
  return `chaos-mesh/${name}.yaml`;
}
