import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A local port that leads to another one, and can be cut like a network. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #isCut = false;

  private constructor() {
    this.#server = createServer((socket) => this.#connect(socket));
  }

  static async start(t: TestContext): Promise<Relay> {
    const relay = new Relay();
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    t.after(() => {
      relay.#server.close();
      relay.cut();
    });
    return relay;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  leadTo(port: number): void {
    this.#port = port;
  }

  /** Ends all connections, and takes no more until it is mended. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  #connect(socket: Socket): void {
    socket.on('error', () => {});
    if (this.#isCut) return void socket.destroy();
    const other = connect(this.#port, '127.0.0.1');
    other.on('error', () => socket.destroy());
    for (const end of [socket, other]) {
      this.#sockets.add(end);
      end.on('close', () => this.#sockets.delete(end));
    }
    socket.on('close', () => other.destroy());
    other.on('close', () => socket.destroy());
    socket.pipe(other).pipe(socket);
  }
}
