import type { SpdyStream } from '../spdy/stream.js';

/** Brings the data and the error stream of one forwarded connection together, by their `requestid`. */
export class StreamPairs {
  readonly #waiting = new Map<string, SpdyStream>();
  readonly #onPair: (data: SpdyStream, error: SpdyStream) => void;

  constructor(onPair: (data: SpdyStream, error: SpdyStream) => void) {
    this.#onPair = onPair;
  }

  add(stream: SpdyStream): void {
    const { requestid = '', port = '' } = stream.headers;
    const id = `${requestid}/${port}`;
    const other = this.#waiting.get(id);
    if (other === undefined) {
      this.#waiting.set(id, stream);
      stream.once('close', () => this.#waiting.delete(id));
      return;
    }
    this.#waiting.delete(id);
    const isData = stream.headers['streamtype'] === 'data';
    this.#onPair(isData ? stream : other, isData ? other : stream);
  }
}
