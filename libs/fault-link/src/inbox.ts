import type { Outflow, Signal } from './flow.js';

const roomyBytes = 64 * 1024;

/** Bytes that arrived and wait to be read. */
export class Inbox implements Outflow {
  onDrain: (() => void) | undefined;
  /** The sender is gone for good (RST), so what was received no longer matters. */
  onReset: (() => void) | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #ending: Exclude<Signal, 'open'> | undefined;
  #arrival: PromiseWithResolvers<void> | undefined;

  /** How the sender ended, behind the bytes that are here. */
  get ending(): Exclude<Signal, 'open'> | undefined {
    return this.#ending;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  write(data: Buffer): boolean {
    this.#chunks.push(data);
    this.#bytes += data.length;
    this.#wake();
    return this.#bytes < roomyBytes;
  }

  signal(signal: Signal): void {
    if (signal === 'open') return;
    this.#ending = signal;
    this.#wake();
    if (signal === 'reset') this.onReset?.();
  }

  /** Waits until there are bytes (true) or there will never be any more (false). */
  async arrival(): Promise<boolean> {
    while (this.isEmpty && !this.#ending) {
      this.#arrival ??= Promise.withResolvers<void>();
      await this.#arrival.promise;
    }
    return !this.isEmpty;
  }

  /** The next chunk, or nothing at the end. */
  async read(): Promise<Buffer | undefined> {
    await this.arrival();
    return this.take();
  }

  /** The next chunk if it is there already. */
  take(): Buffer | undefined {
    const chunk = this.#chunks.shift();
    if (!chunk) return undefined;
    const wasFull = this.#bytes >= roomyBytes;
    this.#bytes -= chunk.length;
    if (wasFull && this.#bytes < roomyBytes) this.onDrain?.();
    return chunk;
  }

  /** Puts back what was read too far. */
  unread(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#chunks.unshift(rest);
    this.#bytes += rest.length;
  }

  #wake(): void {
    const arrival = this.#arrival;
    this.#arrival = undefined;
    arrival?.resolve();
  }
}
