// Real TCP servers and clients for tests.
import net, { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A server that says its name to everybody, and closes. */
export async function namedServer(name: string): Promise<{ port: number; close: () => Promise<void> }> {
  const server = net.createServer((socket) => socket.on('error', () => {}).end(name));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, close };
}

/** What the server at a port says; empty when it refuses or resets the connection. */
export function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1');
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    if (tries > 500) throw new Error(`not within 10 s: ${what}`);
    await delay(20);
  }
}
