import { PassThrough, Readable, Writable } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

/** Tells the other side that a channel has no more to come (v5.channel.k8s.io): this byte, then the channel. */
const closeChannel = 255;

/**
 * The channel protocols of Kubernetes over one WebSocket: binary messages whose first byte is the channel.
 *
 *   client ── 0 "ls\n" ──▶        ◀── 1 "a  b\n" ──   ◀── 3 {"status":"Success"} ── server
 */
export class Channels {
  readonly #socket: WebSocket;
  readonly #incoming = new Map<number, PassThrough>();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(asBuffer(data)));
    socket.once('close', () => this.#incoming.forEach((stream) => stream.end()));
  }

  /** What the client sends on a channel. Ask before messages can arrive. */
  readable(channel: number): Readable {
    const stream = new PassThrough();
    this.#incoming.set(channel, stream);
    return stream;
  }

  /** Sends to the client on a channel; a write is done once the socket has taken it. */
  writable(channel: number): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => this.#send(channel, chunk, done),
    });
  }

  #send(channel: number, chunk: Buffer, done: (error?: Error | null) => void): void {
    this.#socket.send(Buffer.concat([Buffer.from([channel]), chunk]), { binary: true }, (error) =>
      done(error ?? null),
    );
  }

  #receive(message: Buffer): void {
    const [channel, closed] = message;
    if (channel === undefined) return;
    if (channel === closeChannel) {
      this.#incoming.get(closed ?? -1)?.end();
      return;
    }
    const stream = this.#incoming.get(channel);
    if (stream === undefined || stream.writableEnded || stream.write(message.subarray(1))) return;
    this.#socket.pause();
    stream.once('drain', () => this.#socket.resume());
  }
}

function asBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
