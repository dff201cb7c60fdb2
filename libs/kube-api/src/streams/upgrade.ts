import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Api, Target } from '../server/call.js';

export interface Upgrading {
  api: Api;
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  /** Runs the guard and reads the URL; throws StatusError. */
  check: () => { url: URL; target: Target | undefined };
  report: (error: unknown) => void;
}

export function upgrade({ socket }: Upgrading): void {
  socket.destroy();
}
