// The client side of the measures: plain sockets and the clock.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Round trips of 64 bytes over one connection, one after the other, in milliseconds. */
export class PingPong {
  readonly #socket: Socket;
  readonly #ping = Buffer.alloc(64, 'p');

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(port: number): Promise<PingPong> {
    return new PingPong(await dial(port));
  }

  run(count: number): Promise<number[]> {
    const socket = this.#socket;
    const samples: number[] = [];
    let got = 0;
    let sentAt = 0;
    return new Promise((resolve, reject) => {
      const onClose = () => reject(new Error('the connection closed during the measure'));
      const send = () => {
        got = 0;
        sentAt = performance.now();
        socket.write(this.#ping);
      };
      const onData = (data: Buffer) => {
        got += data.length;
        if (got < this.#ping.length) return;
        samples.push(performance.now() - sentAt);
        if (samples.length < count) return send();
        socket.off('data', onData).off('close', onClose);
        resolve(samples);
      };
      socket.on('data', onData).once('close', onClose);
      send();
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
