import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

/** What came back for one request: the status, or how the connection ended without one. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** One connection to an HTTP server on which anything can be sent. */
export class Wire {
  readonly #socket: Socket;
  #received = '';
  #hasEnded = false;
  #wake = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (text: string) => {
      this.#received += text;
      this.#wake();
    });
    socket.on('close', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  get isOpen(): boolean {
    return !this.#hasEnded;
  }

  /** Throws when no proper answer comes within 10 s. */
  async ask(request: Buffer, { isHead = false, isLast = false } = {}): Promise<WireAnswer> {
    if (isLast) this.#socket.end(request);
    else this.#socket.write(request);
    const deadline = setTimeout(() => this.#socket.destroy(), 10_000);
    for (;;) {
      const answer = this.#take(isHead);
      if (answer === undefined && this.isOpen) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      clearTimeout(deadline);
      if (answer) return answer;
      throw new Error(
        `no HTTP answer but ${JSON.stringify(this.#received)} to ${JSON.stringify(request.toString('latin1').slice(0, 500))}`,
      );
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(isHead: boolean): WireAnswer | undefined {
    const head = /^HTTP\/1\.1 (\d{3}) [^]*?\r\n\r\n/.exec(this.#received);
    if (!head) return undefined;
    const [, declared = '0'] = /\r\nContent-Length: (\d+)\r\n/i.exec(head[0]) ?? [];
    const end = head[0].length + (isHead ? 0 : Number(declared));
    if (this.#received.length < end) return undefined;
    if (/\r\nConnection: close\r\n/i.test(head[0])) this.#hasEnded = true;
    const body = this.#received.slice(head[0].length, end);
    this.#received = this.#received.slice(end);
    return { status: Number(head[1]), body };
  }
}
