import type { Duplex } from 'node:stream';
import { type Frame, FrameReader, control, controlFrame, dataFrame, flagFin } from './frames.js';
import { EmptyHeaderWriter, HeaderReader } from './headers.js';
import { SpdyStream } from './stream.js';

/**
 * The server's side of a SPDY/3.1 connection on any duplex: a socket, or a WebSocket that carries SPDY. Streams are
 * opened by the client only. There is no flow control (kubectl has none): a stream that is not read holds up all.
 */
export class SpdyConnection {
  readonly #carrier: Duplex;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #frames = new FrameReader();
  readonly #headers = new HeaderReader();
  readonly #replies = new EmptyHeaderWriter();
  #wake: () => void = () => {};

  constructor(carrier: Duplex, onStream: (stream: SpdyStream) => void) {
    this.#carrier = carrier;
    this.#onStream = onStream;
  }

  /** Serves until the carrier ends, breaks or carries garbage; then every stream is destroyed. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.#carrier as AsyncIterable<Buffer>) {
        for (const frame of this.#frames.read(chunk)) await this.#receive(frame);
      }
    } catch {
      // The client's doing, and the client is gone.
    } finally {
      this.#streams.forEach((stream) => stream.destroy());
      this.#carrier.destroy();
    }
  }

  async #receive(frame: Frame): Promise<void> {
    if (frame.type === 'data') {
      await this.#receiveData(frame.streamId, frame.payload, frame.flags);
      return;
    }
    const { payload, flags } = frame;
    if (frame.control === control.synStream) await this.#open(payload, flags);
    else if (frame.control === control.rstStream) this.#streams.get(streamIdOf(payload))?.destroy();
    else if (frame.control === control.ping) this.#carrier.write(controlFrame(control.ping, payload));
    else if (frame.control === control.goAway) this.#carrier.end();
  }

  async #open(payload: Buffer, flags: number): Promise<void> {
    const id = streamIdOf(payload);
    const headers = await this.#headers.read(payload.subarray(10));
    const stream = new SpdyStream(headers, {
      send: (data, isLast, done) => this.#send(dataFrame(id, data, isLast ? flagFin : 0), done),
      resume: () => this.#wake(),
      reset: () => this.#send(controlFrame(control.rstStream, resetPayload(id)), () => {}),
    });
    this.#streams.set(id, stream);
    stream.once('close', () => {
      this.#streams.delete(id);
      this.#wake();
    });
    // A client that leaves breaks its streams: that is no error of ours.
    stream.on('error', () => {});
    this.#carrier.write(controlFrame(control.synReply, Buffer.concat([idPayload(id), this.#replies.next()])));
    if ((flags & flagFin) !== 0) stream.push(null);
    this.#onStream(stream);
  }

  async #receiveData(id: number, payload: Buffer, flags: number): Promise<void> {
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.destroyed) return;
    const wantsMore = payload.length === 0 || stream.push(payload);
    if ((flags & flagFin) !== 0) stream.push(null);
    else if (!wantsMore) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #send(frame: Buffer, done: (error?: Error | null) => void): void {
    if (this.#carrier.writable) this.#carrier.write(frame, (error) => done(error));
    else done(new Error('the SPDY connection is closed'));
  }
}

function streamIdOf(payload: Buffer): number {
  return payload.readUInt32BE(0) & 0x7f_ff_ff_ff;
}

function idPayload(id: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(id);
  return payload;
}

function resetPayload(id: number): Buffer {
  const cancel = 5;
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(id);
  payload.writeUInt32BE(cancel, 4);
  return payload;
}
