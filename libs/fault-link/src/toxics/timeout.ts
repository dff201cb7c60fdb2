import type { Outlet } from '../toxic.js';
import { integer, toxicType } from '../toxic.js';

/** Drops everything, and closes the connection `timeout` ms after the last chunk; 0 never closes. */
export const timeout = toxicType({
  name: 'timeout',
  attributes: { timeout: integer() },
  closesOnRemoval: true,
  start({ attributes }) {
    const arm = (out: Outlet) => {
      if (attributes.timeout > 0) out.breakOff('close', out.now + attributes.timeout);
    };
    return { begin: arm, data: (_lost, out) => arm(out) };
  },
});
