import { median } from '../statistics.ts';
import { megabytesPerSecond } from './bulk.ts';
import { type Figure, interleaved, type Measure, type Stage } from './measure.ts';

const rates = [100, 1_000, 10_000];
const rounds = 3;
const sliceMs = 1_500;

/** How far the rate that arrives is from the rate that was asked for, as a share of it. */
export const bandwidth: Measure = {
  what: 'bandwidth',
  async run({ ways, upstream, scale }: Stage): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const rate of rates) {
      const lanes = await Promise.all(
        ways
          .filter(({ server }) => server !== undefined)
          .map(async ({ name, server }) => {
            const port = await server!.proxy(`bandwidth-${rate}`, upstream.source);
            await server!.toxic(`bandwidth-${rate}`, 'bandwidth', { rate });
            return { name, port, errors: [] as number[] };
          }),
      );
      await interleaved(lanes, Math.ceil(rounds * scale), async ({ port, errors }) => {
        const asked = rate / 1_000;
        errors.push((Math.abs((await megabytesPerSecond(port, sliceMs)) - asked) / asked) * 100);
      });
      const values = Object.fromEntries(lanes.map(({ name, errors }) => [name, median(errors)]));
      figures.push({ what: `error of bandwidth ${rate} KB/s`, unit: '%', better: 'lower', values });
    }
    return figures;
  },
};
