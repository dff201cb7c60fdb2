import { ourFlag, toxicType } from '../toxic.js';

/**
 * A partition: nothing passes, nothing is lost, nothing is closed; when it is lifted everything held flows on.
 * With `connect` connections are not set up either.
 */
export const blackhole = toxicType({
  name: 'blackhole',
  attributes: { connect: ourFlag },
  start: ({ attributes }) => ({
    data: (data, out) => out.pass(data, Infinity),
    signal: (signal, out) =>
      out.passSignal(signal, signal === 'open' && attributes.connect === 0 ? out.now : Infinity),
  }),
});
