/**
 * SPDY/3.1 framing (draft 3.1, 2.2): every frame has an 8 byte head.
 *
 *   control  1|version 15|type 16|flags 8|length 24|payload
 *   data     0|stream id 31      |flags 8|length 24|payload
 */
export type Frame =
  | { type: 'control'; control: number; flags: number; payload: Buffer }
  | { type: 'data'; streamId: number; flags: number; payload: Buffer };

export const control = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
export const flagFin = 0x01;

const headBytes = 8;
const spdyVersion = 3;
const controlBit = 0x8000_0000;

/** Cuts a byte stream into frames, however the bytes arrive. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);

  *read(chunk: Buffer): Generator<Frame> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= headBytes) {
      const end = headBytes + this.#pending.readUIntBE(5, 3);
      if (this.#pending.length < end) return;
      const frame = decode(this.#pending.subarray(0, end));
      this.#pending = this.#pending.subarray(end);
      yield frame;
    }
  }
}

export function controlFrame(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE((controlBit | (spdyVersion << 16) | type) >>> 0);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

export function dataFrame(streamId: number, payload: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(streamId);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

function decode(frame: Buffer): Frame {
  const word = frame.readUInt32BE(0);
  const flags = frame.readUInt8(4);
  const payload = frame.subarray(headBytes);
  if (word >= controlBit) return { type: 'control', control: word & 0xff_ff, flags, payload };
  return { type: 'data', streamId: word, flags, payload };
}
