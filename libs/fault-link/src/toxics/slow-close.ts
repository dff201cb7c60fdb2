import { integer, toxicType } from '../toxic.js';

/** Data is untouched; the close comes `delay` ms late. */
export const slowClose = toxicType({
  name: 'slow_close',
  attributes: { delay: integer() },
  start: ({ attributes }) => ({
    data: (data, out) => out.pass(data, out.now),
    signal: (signal, out) =>
      out.passSignal(signal, signal === 'open' ? out.now : out.arrivedAt + attributes.delay),
  }),
});
