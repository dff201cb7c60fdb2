import { toxicType } from '../toxic.js';

/** Passes everything on. */
export const noop = toxicType({
  name: 'noop',
  attributes: {},
  start: () => ({ data: (data, out) => out.pass(data, out.now) }),
});
