import type { Random } from '../random.js';
import { integer, toxicType } from '../toxic.js';

/** Cuts chunks into pieces of `average_size` ± `size_variation` bytes, with `delay` MICROseconds after each. */
export const slicer = toxicType({
  name: 'slicer',
  attributes: { average_size: integer({ min: 1 }), size_variation: integer({ min: 0 }), delay: integer() },
  check: ({ average_size: average, size_variation: variation }) =>
    variation > average ? `size_variation ${variation} is larger than average_size ${average}` : undefined,
  start: ({ attributes, random }) => ({
    data(data, out) {
      const gapMs = Math.max(0, attributes.delay) / 1000;
      for (const piece of slices(data, attributes, random)) out.pass(piece, out.now, gapMs);
    },
  }),
});

interface Sizes {
  readonly average_size: number;
  readonly size_variation: number;
}

/** Halves, off the middle by up to the variation, until every piece is small enough. */
function slices(data: Buffer, sizes: Sizes, random: Random): Buffer[] {
  if (data.length - sizes.average_size <= sizes.size_variation) return [data];
  const offset = sizes.size_variation === 0 ? 0 : Math.floor((random.next() * 2 - 1) * sizes.size_variation);
  const middle = Math.min(data.length - 1, Math.max(1, (data.length >> 1) + offset));
  return [
    ...slices(data.subarray(0, middle), sizes, random),
    ...slices(data.subarray(middle), sizes, random),
  ];
}
