// The upstream of the bench, a process of its own: echoes on one port, and on another sends as fast as it is read.
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';

const chunk = Buffer.alloc(64 * 1024, 'x');

const echo = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
});

/** Sends until the other side hangs up. */
const source = createServer((socket) => {
  const send = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', send);
  socket.on('error', () => socket.destroy());
  send();
});

process.send?.({ echo: await portOf(echo), source: await portOf(source) });
process.on('disconnect', () => process.exit(0));

async function portOf(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 });
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}
