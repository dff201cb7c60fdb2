/**
 * What travels on a connection besides bytes, in order with them:
 * `open` the set-up (SYN or SYN-ACK) · `end` a FIN · `reset` a RST · `close` the link itself ends the connection.
 */
export type Signal = 'open' | 'end' | 'reset' | 'close';

/**
 * Anything that bytes can be written to. As with Node's streams everything is accepted, and
 * `false` asks the writer to wait for `onDrain`.
 */
export interface Outflow {
  write(data: Buffer): boolean;
  signal(signal: Signal): void;
  onDrain: (() => void) | undefined;
}

/** The inside of a link, where each piece carries the time (Clock.now) at which it arrived. */
export interface Flow {
  data(data: Buffer, at: number): void;
  signal(signal: Signal, at: number): void;
}

/** Writes at the pace of the receiver. An outflow has one sender at a time. */
export async function send(out: Outflow, data: Buffer): Promise<void> {
  if (out.write(data)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  out.onDrain = resolve;
  await promise;
}
