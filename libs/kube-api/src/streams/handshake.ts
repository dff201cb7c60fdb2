import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { asStatusError } from '../server/respond.js';
import { StatusError } from '../status-error.js';

/** A request to turn an HTTP connection into something else. */
export interface Handshake {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

const webSockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  // Which one is decided before; only the first that the client offers and we serve is left.
  handleProtocols: (offered, request) =>
    [...offered].find((protocol) => protocol === chosen.get(request)) ?? false,
});
const chosen = new WeakMap<IncomingMessage, string>();
const accepted = new WeakSet<Duplex>();

/** The subprotocol both sides speak, in the order of `served`; throws 400 when there is none. */
export function chooseProtocol({ request }: Handshake, served: string[]): string {
  const offered = isWebSocket(request)
    ? listOf(request.headers['sec-websocket-protocol'])
    : listOf(request.headers['x-stream-protocol-version']);
  const protocol = served.find((candidate) => offered.includes(candidate));
  if (protocol !== undefined) return protocol;
  throw StatusError.badRequest(
    `no common subprotocol: the client offers ${offered.join(', ') || 'none'}, this server speaks ${served.join(', ')}`,
  );
}

export function isWebSocket(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

export function acceptWebSocket({ request, socket, head }: Handshake, protocol: string): Promise<WebSocket> {
  accepted.add(socket);
  chosen.set(request, protocol);
  return new Promise((resolve) => webSockets.handleUpgrade(request, socket, head, resolve));
}

/** Answers `Upgrade: SPDY/3.1`; the socket carries SPDY from then on. */
export function acceptSpdy({ socket, head }: Handshake, protocol: string): Duplex {
  accepted.add(socket);
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n' +
      `X-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  return socket;
}

/** Ends a handshake with an ordinary HTTP answer; past the handshake, just ends the connection. */
export function refuseHandshake(socket: Duplex, error: unknown): void {
  if (accepted.has(socket) || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = asStatusError(error);
  const body = JSON.stringify(status.toStatus());
  socket.end(
    `HTTP/1.1 ${status.code} ${status.reason}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function listOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
