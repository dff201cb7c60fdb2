import { once } from 'node:events';
import { dial } from '../client.ts';
import { median } from '../statistics.ts';
import { type Figure, interleaved, type Measure, portOf, type Stage } from './measure.ts';

const rounds = 10;
const sliceMs = 400;
const atATime = 8;

/** Connections that are opened, answered once and closed, eight at a time. */
export const connections: Measure = {
  what: 'connections',
  async run({ ways, upstream, scale }: Stage): Promise<Figure[]> {
    const lanes = await Promise.all(
      ways.map(async (way) => ({
        name: way.name,
        port: await portOf(way, 'connections', upstream.echo),
        rates: [] as number[],
      })),
    );
    for (const { port } of lanes) await countFor(port, sliceMs / 2);
    await interleaved(lanes, Math.ceil(rounds * scale), async ({ port, rates }) => {
      rates.push(await countFor(port, sliceMs));
    });
    const values = Object.fromEntries(lanes.map(({ name, rates }) => [name, median(rates)]));
    return [{ what: 'connections, 8 at a time', unit: '1/s', better: 'higher', values }];
  },
};

/** Connections a second. */
async function countFor(port: number, ms: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  const keepOn = async () => {
    while (performance.now() - start < ms) {
      const socket = await dial(port);
      socket.write('x');
      await once(socket, 'data');
      socket.destroy();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, keepOn));
  return (count / (performance.now() - start)) * 1_000;
}
