import type { Outlet } from '../toxic.js';
import { integer, toxicType } from '../toxic.js';

/** Drops the first chunk and all after it, and resets (RST) both sides `timeout` ms after the first, or after a close. */
export const resetPeer = toxicType({
  name: 'reset_peer',
  attributes: { timeout: integer() },
  start({ attributes }) {
    let isArmed = false;
    const arm = (out: Outlet) => {
      if (isArmed) return;
      isArmed = true;
      out.breakOff('reset', out.now + attributes.timeout);
    };
    return {
      data: (_lost, out) => arm(out),
      signal: (signal, out) => (signal === 'open' ? out.passSignal(signal, out.now) : arm(out)),
    };
  },
});
