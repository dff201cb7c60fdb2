// A local address for what is reached through the API server: each connection is joined to a fresh stream.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Forward extends Disposable {
  /** On 127.0.0.1. */
  port: number;
}

/**
 * Listens until it is disposed of, which ends its connections too: an idle one would keep the process alive. A connection
 * for which nothing opens is reset, so that the client finds out at once and asks again.
 */
export async function forward(open: () => Promise<Duplex>): Promise<Forward> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    open().then(
      (stream) => join(socket, stream),
      () => socket.resetAndDestroy(),
    );
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dispose = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, [Symbol.dispose]: dispose };
}

/** The end of either is the end of both; what has come from the other side by then still arrives. */
function join(socket: Socket, stream: Duplex): void {
  if (socket.destroyed) return void stream.destroy();
  if (stream.destroyed) return void socket.resetAndDestroy();
  stream.on('error', () => socket.resetAndDestroy());
  stream.on('end', () => stream.destroy());
  stream.on('close', () => socket.destroySoon());
  socket.on('close', () => stream.destroy());
  socket.pipe(stream).pipe(socket);
}
