import type { Outlet } from '../toxic.js';
import { integer, ourBytes, toxicType } from '../toxic.js';

/**
 * At most `rate` KB/s (1 KB = 1000 bytes) or, finer, `bytesPerSecond`; a rate of 0 lets nothing through.
 * After a pause up to `burst` bytes pass unhindered (token bucket). Connections of one fault with the same `pool`
 * share the rate; without one each has it for itself.
 */
export const bandwidth = toxicType({
  name: 'bandwidth',
  attributes: { rate: integer({ min: 0 }), bytesPerSecond: ourBytes, burst: ourBytes, pool: ourBytes },
  start({ attributes, pools }) {
    const bytesPerMs = (attributes.bytesPerSecond || attributes.rate * 1000) / 1000;
    const burstMs = attributes.burst / bytesPerMs;
    const pool = pools.get(attributes.pool);
    const pass = (piece: Buffer, out: Outlet) => {
      pool.freeAt = Math.max(pool.freeAt, out.now - burstMs) + piece.length / bytesPerMs;
      out.pass(piece, pool.freeAt);
    };
    return {
      data(data, out) {
        if (bytesPerMs === 0) return out.pass(data, Infinity);
        const tenthOfSecond = Math.max(1, Math.floor(bytesPerMs * 100));
        for (let from = 0; from < data.length; from += tenthOfSecond) {
          pass(data.subarray(from, from + tenthOfSecond), out);
        }
      },
    };
  },
});
