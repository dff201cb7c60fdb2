import type { Outlet, Toxic } from '../toxic.js';
import { integer, toxicType } from '../toxic.js';

/** Passes exactly `bytes` bytes of a connection, then closes it. The count survives changes of the limit. */
export const limitData = toxicType({
  name: 'limit_data',
  attributes: { bytes: integer() },
  start: ({ attributes, previous }) => new LimitData(Math.max(0, attributes.bytes), previous),
});

class LimitData implements Toxic {
  #passed = 0;
  readonly #limit: number;

  constructor(limit: number, previous: Toxic | undefined) {
    this.#limit = limit;
    if (previous instanceof LimitData) this.#passed = previous.#passed;
  }

  data(data: Buffer, out: Outlet): void {
    const left = Math.max(0, this.#limit - this.#passed);
    const piece = data.length > left ? data.subarray(0, left) : data;
    this.#passed += piece.length;
    if (piece.length > 0) out.pass(piece, out.now);
    if (this.#passed >= this.#limit) out.passSignal('close', out.now);
  }
}
