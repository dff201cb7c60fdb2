import { Duplex } from 'node:stream';
import type { Headers } from './headers.js';

/** What a stream needs of its connection. */
export interface StreamLink {
  send: (payload: Buffer, isLast: boolean, done: (error?: Error | null) => void) => void;
  /** The reader wants more. */
  resume: () => void;
  reset: () => void;
}

/** One stream of a SPDY connection that the client opened. */
export class SpdyStream extends Duplex {
  readonly headers: Headers;
  readonly #link: StreamLink;

  constructor(headers: Headers, link: StreamLink) {
    super({ allowHalfOpen: true });
    this.headers = headers;
    this.#link = link;
  }

  override _read(): void {
    this.#link.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#link.send(chunk, false, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#link.send(Buffer.alloc(0), true, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.writableFinished) this.#link.reset();
    done(error);
  }
}
