import { PingPong } from '../client.ts';
import { percentile } from '../statistics.ts';
import { type Figure, interleaved, type Measure, portOf, type Stage } from './measure.ts';

const rounds = 40;
const pingsInARound = 500;

/** What a way adds to the round trip of 64 bytes on an open connection, over what the straight way takes. */
export const roundTrip: Measure = {
  what: 'round trip',
  async run({ ways, upstream, scale }: Stage): Promise<Figure[]> {
    const lanes = await Promise.all(
      ways.map(async (way) => ({
        name: way.name,
        pings: await PingPong.open(await portOf(way, 'round-trip', upstream.echo)),
        samples: [] as number[],
      })),
    );
    for (const { pings } of lanes) await pings.run(pingsInARound);
    await interleaved(lanes, Math.ceil(rounds * scale), async ({ pings, samples }) => {
      samples.push(...(await pings.run(pingsInARound)));
    });
    for (const { pings } of lanes) pings.close();
    return [0.5, 0.99].map((share) => {
      const straight = percentile(lanes.find(({ name }) => name === 'direct')!.samples, share);
      const added = lanes
        .filter(({ name }) => name !== 'direct')
        .map(({ name, samples }) => [name, (percentile(samples, share) - straight) * 1_000] as const);
      return {
        what: `added round trip, p${share * 100}`,
        unit: 'µs',
        better: 'lower',
        values: Object.fromEntries(added),
        goal: share === 0.5 ? 0.7 : 1,
      };
    });
  },
};
