import type { Socket } from 'node:net';
import type { Outflow, Signal } from './flow.js';
import { isFromSlab, recycle } from './slabs.js';

/** A socket to write to. Writing to one that is gone loses the bytes quietly; its owner hears of that elsewhere. */
export class SocketEnd implements Outflow {
  onDrain: (() => void) | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('drain', () => this.onDrain?.());
    socket.on('close', () => this.onDrain?.());
  }

  write(data: Buffer): boolean {
    if (!this.#socket.writable) return true;
    return isFromSlab(data) ? this.#socket.write(data, () => recycle(data)) : this.#socket.write(data);
  }

  signal(signal: Signal): void {
    if (signal === 'end') this.#socket.end();
    else if (signal === 'reset') this.#socket.resetAndDestroy();
    else if (signal === 'close') this.#socket.destroySoon();
  }
}

/** Moves what a socket receives into `intake()`, at the pace that it takes it. Returns how to turn to another intake. */
export function pump(source: Socket, first: Outflow): (next: Outflow) => void {
  let intake: Outflow;
  const turnTo = (next: Outflow) => {
    intake = next;
    intake.onDrain = () => source.resume();
  };
  turnTo(first);
  source.on('data', (data: Buffer) => {
    if (!intake.write(data)) source.pause();
  });
  source.on('end', () => intake.signal('end'));
  source.on('error', () => intake.signal('reset'));
  source.resume();
  return turnTo;
}
