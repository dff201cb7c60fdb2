import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { addressProblem, formatAddress, hostAndPort, isEveryInterface } from './address.js';
import { FaultError } from './fault-error.js';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EACCES: 'bind: permission denied',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
};

/** A listening socket; what it accepts is paused and keeps half-closed connections open. */
export class Listener {
  /** The real address, with the port that the system chose for port 0. */
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.address = formatAddress(server.address() as AddressInfo);
  }

  /** Throws FaultError `listen` in the words of Go's net package, which Toxiproxy's clients know. */
  static async open(address: string, onConnection: (socket: Socket) => void): Promise<Listener> {
    const problem = addressProblem(address);
    if (problem) throw new FaultError('listen', `listen tcp: ${problem}`);
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, onConnection);
    const { host, port } = hostAndPort(address);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen({ port, ...(!isEveryInterface(host) && { host }) }, resolve);
    await promise.catch((error: NodeJS.ErrnoException) => {
      throw new FaultError('listen', explain(error, address, host));
    });
    server.off('error', reject);
    // Running out of file descriptors must not end the process: clients just wait to be accepted.
    server.on('error', () => {});
    return new Listener(server);
  }

  /** The port is free when this returns; accepted connections are not touched. */
  close(): void {
    this.#server.close();
  }
}

function explain(error: NodeJS.ErrnoException, address: string, host: string): string {
  if (error.syscall === 'getaddrinfo') return `listen tcp: lookup ${host}: no such host`;
  return `listen tcp ${address}: ${reasons[error.code ?? ''] ?? error.message}`;
}
