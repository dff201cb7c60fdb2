import { setTimeout as sleep } from 'node:timers/promises';
import { dial } from '../client.ts';
import { median } from '../statistics.ts';
import { type Figure, interleaved, type Measure, portOf, type Stage } from './measure.ts';

const rounds = 8;
const sliceMs = 700;
const warmUpMs = 150;

/** Bytes that flow down one connection when nothing but the way holds them up. */
export const bulk: Measure = {
  what: 'bulk',
  async run({ ways, upstream, scale }: Stage): Promise<Figure[]> {
    const lanes = await Promise.all(
      ways.map(async (way) => ({
        name: way.name,
        port: await portOf(way, 'bulk', upstream.source),
        rates: [] as number[],
      })),
    );
    await interleaved(lanes, Math.ceil(rounds * scale), async ({ port, rates }) => {
      rates.push(await megabytesPerSecond(port, sliceMs));
    });
    const values = Object.fromEntries(lanes.map(({ name, rates }) => [name, median(rates)]));
    return [{ what: 'bulk, 1 connection', unit: 'MB/s', better: 'higher', values, goal: 1.3 }];
  },
};

/** 1 MB = 1,000,000 bytes. */
export async function megabytesPerSecond(port: number, ms: number): Promise<number> {
  const socket = await dial(port);
  let bytes = 0;
  socket.on('data', (data: Buffer) => (bytes += data.length));
  await sleep(warmUpMs);
  bytes = 0;
  const start = performance.now();
  await sleep(ms);
  const rate = bytes / (performance.now() - start) / 1_000;
  socket.destroy();
  return rate;
}
