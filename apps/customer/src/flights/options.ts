// The command line of `customer flights`.
import { parseArgs } from 'node:util';
import { positive } from '../load/options.js';
import { durationMs, UsageError } from '../options.js';
import { anySeed } from '../random.js';

export const flightsUsage = `Asks flights-service for the flights between random airports, at a constant rate, until Ctrl-C.

  npm run customer -- flights [options]

  --rate 10         how many calls a second
  --count N         stop after so many
  --for 60s         stop after that time (ms, s or m)
  --json            the figures as one line of JSON; how it is doing goes to stderr
  --namespace NAME  where the workshop is installed (chaos-workshop)
  --context NAME    another context of the kubeconfig
  --seed N          fixes the airports

Duration and status of each call are OpenTelemetry metrics (http.client.request.duration): they go to
OTEL_EXPORTER_OTLP_ENDPOINT where that is set, else to the workshop's own telemetry.
Ctrl-C ends the arrival of calls; those under way have ten seconds. Ctrl-C again ends it at once.
Exit code: 0 every call was answered with 200; 1 not so; 2 the command line is wrong.
Where FLIGHTS_URL is set, as in a pod, it goes there and needs no kubeconfig.`;

export interface FlightsCommand {
  /** Infinity: until the time is over, or a signal. */
  count: number;
  forMs?: number;
  perSecond: number;
  json: boolean;
  namespace: string;
  context?: string;
  seed: number;
}

/** @throws {UsageError} that says which word is wrong; 'help' when that was asked for. */
export function parseFlights(args: string[]): FlightsCommand | 'help' {
  const { help, rate, count, for: time, json, namespace, context, seed } = parsed(args);
  if (help) return 'help';
  return {
    count: count === undefined ? Infinity : positive('--count', count),
    perSecond: positive('--rate', rate),
    seed: seed === undefined ? anySeed() : positive('--seed', seed),
    json,
    namespace,
    ...(time !== undefined && { forMs: durationMs('--for', time) }),
    ...(context !== undefined && { context }),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        context: { type: 'string' },
        count: { type: 'string' },
        for: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        namespace: { type: 'string', short: 'n', default: 'chaos-workshop' },
        rate: { type: 'string', default: '10' },
        seed: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
