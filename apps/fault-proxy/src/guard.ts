import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { text } from './answers.js';
import type { Answer } from './answers.js';

/**
 * Keeps web pages from driving the API: browsers say that they are Mozilla (Toxiproxy's own rule) and where they come
 * from, and a page that had its name pointed at this machine (DNS rebinding) says a foreign Host.
 */
export function refusal(request: IncomingMessage): Answer | undefined {
  const { 'user-agent': userAgent = '', origin, host = '' } = request.headers;
  if (userAgent.startsWith('Mozilla/')) return text(403, 'User agent not allowed');
  if (origin !== undefined) return text(403, `Origin ${origin} not allowed: web pages may not use this API`);
  if (isLoopback(request.socket.localAddress) && !isLocalName(host))
    return text(403, `Host ${host} not allowed`);
  return undefined;
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === '' || name === 'localhost' || isIP(name) !== 0;
}
