import { PingPong } from '../client.ts';
import { percentile } from '../statistics.ts';
import { type Figure, interleaved, type Measure, type Stage, type Way } from './measure.ts';

const injectedMs = 100;
const jitterMs = 20;
const rounds = 3;

/** How far the delay that arrives is from the delay that was asked for: 100 ms downstream, without and with jitter. */
export const latencyError: Measure = {
  what: 'injected latency',
  async run(stage: Stage): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const jitter of [0, jitterMs])
      for (const connections of [1, 16, 256]) figures.push(await errorOf(stage, jitter, connections));
    return figures;
  },
};

async function errorOf(
  { ways, upstream, scale }: Stage,
  jitter: number,
  connections: number,
): Promise<Figure> {
  const proxied = ways.filter(({ server }) => server !== undefined);
  const lanes = await Promise.all(
    proxied.map(async (way) => ({
      way,
      pings: await lane(way, upstream.echo, jitter, connections),
      errors: [] as number[],
    })),
  );
  await interleaved(lanes, Math.ceil(rounds * scale), async ({ pings, errors }) => {
    const samples = await Promise.all(pings.map((ping) => ping.run(connections === 1 ? 20 : 8)));
    errors.push(...samples.flat().map((ms) => outside(ms, jitter)));
  });
  for (const { pings } of lanes) for (const ping of pings) ping.close();
  const values = lanes.map(({ way, errors }) => [way.name, percentile(errors, 0.99)] as const);
  return {
    what: `error of 100 ms${jitter ? ` ± ${jitter} ms` : ''}, ${connections} connections, p99`,
    unit: 'ms',
    better: 'lower',
    values: Object.fromEntries(values),
    goal: 1,
  };
}

/** How far a delay is outside of what was asked for. */
function outside(ms: number, jitter: number): number {
  return Math.max(ms - (injectedMs + jitter), injectedMs - jitter - ms, 0);
}

async function lane(way: Way, port: number, jitter: number, connections: number): Promise<PingPong[]> {
  const name = `latency-${jitter}-${connections}`;
  const listen = await way.server!.proxy(name, port);
  await way.server!.toxic(name, 'latency', { latency: injectedMs, jitter });
  const pings = await Promise.all(Array.from({ length: connections }, () => PingPong.open(listen)));
  await Promise.all(pings.map((ping) => ping.run(1)));
  return pings;
}
