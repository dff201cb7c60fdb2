import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { Proxies } from '../proxies.js';
import type { Proxy, ProxySettings } from '../proxy.js';
import { InstalledToxic } from '../installed-toxic.js';
import type { ToxicSpec } from '../installed-toxic.js';
import { Random } from '../random.js';

/** A real TCP server on a free port that ends with the test; returns its host:port. */
export async function serve(t: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function serveEcho(t: TestContext): Promise<string> {
  return await serve(t, (socket) => socket.pipe(socket));
}

/** A proxy to these addresses (upstreams are named u1, u2 …) that ends with the test. */
export async function proxyTo(
  t: TestContext,
  addresses: readonly string[],
  settings: Partial<ProxySettings> = {},
): Promise<{ proxies: Proxies; proxy: Proxy }> {
  const proxies = new Proxies();
  const proxy = await proxies.create('p', {
    listen: '127.0.0.1:0',
    protocol: 'tcp',
    upstreams: addresses.map((address, index) => ({ name: `u${index + 1}`, address })),
    enabled: true,
    whenUnreachable: 'reset',
    ...settings,
  });
  t.after(() => proxies.removeAll());
  return { proxies, proxy };
}

/** A connected client that ends with the test. */
export async function dial(t: TestContext, { settings }: Proxy): Promise<Socket> {
  const socket = connect({
    port: Number(settings.listen.split(':').at(-1)),
    host: '127.0.0.1',
    noDelay: true,
  });
  socket.on('error', () => {});
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

export function toxic(spec: Partial<ToxicSpec> & { type: string }, seed = 1): InstalledToxic {
  return new InstalledToxic({ name: spec.type, stream: 'downstream', ...spec }, { random: new Random(seed) });
}

/** Resolves when so many bytes have arrived, or the socket ended; with them and how long it took. */
export async function receive(socket: Socket, bytes: number): Promise<{ data: Buffer; ms: number }> {
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  let length = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) resolve();
  };
  socket.on('data', onData);
  socket.once('close', resolve);
  socket.once('end', resolve);
  await promise;
  socket.off('data', onData);
  return { data: Buffer.concat(chunks), ms: performance.now() - startedAt };
}

/** How and after how many milliseconds the connection ended: `end` FIN, else the error's code. */
export async function ending(socket: Socket): Promise<{ how: string; ms: number }> {
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.once('end', () => resolve('end'));
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
  socket.resume();
  const how = await promise;
  return { how, ms: performance.now() - startedAt };
}

/** Whether nothing at all arrives within `ms`. */
export async function staysSilent(socket: Socket, ms: number): Promise<boolean> {
  const arrived = once(socket, 'data').then(() => false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ms, true);
  const isSilent = await Promise.race([arrived, promise]);
  clearTimeout(timer);
  return isSilent;
}

export function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
