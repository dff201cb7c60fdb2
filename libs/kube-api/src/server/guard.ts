import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StatusError } from '../status-error.js';

/**
 * Who may talk to the API, asked in this order: the Host must be ours (DNS rebinding), no browser (any page could
 * send requests here), the token must be right. `Sec-Fetch-Mode` is no sign of a browser: Node's fetch sends it.
 */
export function guard(request: IncomingMessage, { host, token }: { host: string; token: string }): void {
  const { headers } = request;
  const asked = hostnameOf(headers.host ?? '');
  if (![host, '127.0.0.1', 'localhost', '[::1]'].includes(asked)) {
    const message = `this API server does not serve the host ${JSON.stringify(asked)}: use 127.0.0.1 or localhost`;
    throw new StatusError(421, 'MisdirectedRequest', message);
  }
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw new StatusError(
      403,
      'Forbidden',
      'requests from web pages are refused (Origin or Sec-Fetch-Site is set)',
    );
  }
  if (!isSameSecret(headers.authorization ?? '', `Bearer ${token}`)) {
    throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  }
}

function hostnameOf(hostHeader: string): string {
  return hostHeader.replace(/:\d+$/, '').toLowerCase();
}

/** Compares digests, so that neither content nor length of the secret shows in the time taken. */
function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
