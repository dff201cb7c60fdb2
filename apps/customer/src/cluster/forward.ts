// A local address for what is reached through the API server: each connection is joined to a fresh stream.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Listens on 127.0.0.1 until the process ends, and does not keep it alive. A connection for which nothing opens is
 * reset, so that the client finds out at once and asks again. Returns the port.
 */
export async function forward(open: () => Promise<Duplex>): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    open().then(
      (stream) => join(socket, stream),
      () => socket.resetAndDestroy(),
    );
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
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
