import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { SpdyStream } from '../spdy/stream.js';
import { StatusError } from '../status-error.js';
import type { Pod } from '../types.js';
import { Channels } from './channels.js';
import type { PodStreams } from './pod-streams.js';

/** Opens connections to one Pod, to its declared ports only: the token is no key to everything on this machine. */
export class PortForward {
  readonly #streams: PodStreams;
  readonly #pod: Pod;

  constructor(streams: PodStreams, pod: Pod) {
    this.#streams = streams;
    this.#pod = pod;
  }

  /** Connects one pair of SPDY streams; what goes wrong is told on the error stream, as text. */
  async serveSpdy(data: SpdyStream, error: SpdyStream): Promise<void> {
    error.resume();
    try {
      const socket = this.dial(Number(data.headers['port']));
      await connect(data, socket);
    } catch (problem) {
      const port = data.headers['port'];
      error.write(`error forwarding port ${port} to pod ${this.#pod.metadata.name}: ${messageOf(problem)}`);
    }
    error.end();
    data.end();
  }

  /**
   * The channel protocol of @kubernetes/client-node: port number i has the channels 2i for data and 2i+1 for
   * errors; the first message on each is the port, 16 bits little endian.
   */
  serveChannels(socket: WebSocket, ports: number[]): void {
    const channels = new Channels(socket);
    ports.forEach((port, at) => {
      const data = { read: channels.readable(2 * at), write: channels.writable(2 * at) };
      const error = channels.writable(2 * at + 1);
      data.write.write(portBytes(port));
      error.write(portBytes(port));
      const connection = this.dial(port);
      socket.once('close', () => connection.destroy());
      connection.once('error', (problem) => {
        error.write(messageOf(problem));
        data.write.end();
      });
      data.write.once('finish', () => socket.close(1000));
      data.read.pipe(connection);
      connection.pipe(data.write);
    });
  }

  dial(port: number): Socket {
    this.requireDeclared(port);
    return this.#streams.dial(this.#pod, port);
  }

  /** Throws StatusError when the Pod does not declare the port. */
  requireDeclared(port: number): void {
    const declared = this.#pod.spec.containers.flatMap(({ ports = [] }) =>
      ports.map((one) => one.containerPort),
    );
    if (declared.includes(port)) return;
    const known = declared.length === 0 ? 'none' : declared.join(', ');
    throw StatusError.badRequest(
      `pod ${this.#pod.metadata.name} declares no containerPort ${port}; declared: ${known}`,
    );
  }
}

async function connect(data: SpdyStream, socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  data.once('close', () => socket.destroy());
  data.pipe(socket);
  socket.pipe(data);
  // `once` rejects on an error event.
  await closed;
}

function portBytes(port: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(port);
  return bytes;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
