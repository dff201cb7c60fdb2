// `customer flights`: questions at a constant rate, until somebody or something ends them.
import { openCluster } from '../cluster/cluster.js';
import { atRate } from '../load/at-rate.js';
import { ask, pairOf } from './call.js';
import { figuresOf, type FlightsSummary } from './figures.js';
import { callMetrics } from './metrics.js';
import type { FlightsCommand } from './options.js';
import { FlightsProgress } from './progress.js';

/** @throws when there is no flights-service. */
export async function flights(command: FlightsCommand, interrupted: AbortSignal): Promise<FlightsSummary> {
  using place = await findFlights(command);
  await using metrics = callMetrics(place.telemetry);
  const progress = new FlightsProgress(command.json ? process.stderr : process.stdout);
  const startedAt = Date.now();
  const signal = until(interrupted, command.forMs);
  const underWay = await atRate({ ...command, signal }, async (number) => {
    const call = await ask(place.url, pairOf(command.seed, number));
    metrics.record(call);
    progress.called(call);
    return call;
  });
  const calls = await Promise.all(underWay);
  progress.stop();
  return figuresOf(calls, Date.now() - startedAt);
}

function until(interrupted: AbortSignal, forMs: number | undefined): AbortSignal {
  return forMs === undefined ? interrupted : AbortSignal.any([interrupted, AbortSignal.timeout(forMs)]);
}

interface Place extends Disposable {
  url: string;
  /** Where OTLP is received, if anywhere. */
  telemetry: string | undefined;
}

async function findFlights({ namespace, context }: FlightsCommand): Promise<Place> {
  const telemetry = process.env['OTEL_EXPORTER_OTLP_ENDPOINT']?.replace(/\/+$/, '');
  const address = process.env['FLIGHTS_URL'];
  if (address) return { url: address.replace(/\/+$/, ''), telemetry, [Symbol.dispose]: () => {} };
  const cluster = await openCluster(namespace, context);
  const { url } = await cluster.service('flights-service');
  const own = telemetry ? undefined : await cluster.service('lgtm', 'otlp-http').catch(() => undefined);
  return { url, telemetry: telemetry ?? own?.url, [Symbol.dispose]: () => cluster[Symbol.dispose]() };
}
