// The command line of `customer load`.
import { parseArgs } from 'node:util';
import { UsageError } from '../options.js';
import { anySeed } from '../random.js';

export const loadUsage = `Orders at a constant rate, and checks that each order exists once.

  npm run customer -- load [options]

  --orders 200      how many
  --rate 10         how many a second
  --until-signal    no end but Ctrl-C or SIGTERM
  --audit           check the stores at the end: lost, doubled and wrong orders of this load
  --json            the figures as one line of JSON; how it is doing goes to stderr
  --namespace NAME  where the workshop is installed (chaos-workshop)
  --context NAME    another context of the kubeconfig
  --seed N          fixes customers, keys and trace ids

Nobody else's orders are touched. Each is sent again until it is placed, for up to a minute after the
last one has come. Ctrl-C ends the arrival of orders; Ctrl-C again ends it at once.
Exit code: 0 every order was placed, and once; 1 not so; 2 the command line is wrong.
Where ORDER_URL, LOYALTY_URL and MYSQL_URL are set, as in a pod, it goes there and needs no kubeconfig.`;

export interface LoadCommand {
  /** Infinity: until a signal. */
  orders: number;
  perSecond: number;
  audit: boolean;
  json: boolean;
  namespace: string;
  context?: string;
  seed: number;
}

/** @throws {UsageError} that says which word is wrong; 'help' when that was asked for. */
export function parseLoad(args: string[]): LoadCommand | 'help' {
  const values = parsed(args);
  if (values.help) return 'help';
  const { audit, json, namespace, context } = values;
  return {
    orders: values['until-signal'] ? Infinity : positive('--orders', values.orders),
    perSecond: positive('--rate', values.rate),
    seed: values.seed === undefined ? anySeed() : positive('--seed', values.seed),
    audit,
    json,
    namespace,
    ...(context !== undefined && { context }),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        audit: { type: 'boolean', default: false },
        context: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        namespace: { type: 'string', short: 'n', default: 'chaos-workshop' },
        orders: { type: 'string', default: '200' },
        rate: { type: 'string', default: '10' },
        seed: { type: 'string' },
        'until-signal': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

export function positive(option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${option} ${text}: say a whole number from 1 on`);
  return Number(text);
}
