import { type IncomingMessage } from 'node:http';
import { Refusal } from './answer.js';

const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Keeps web pages of others out: a page that had its name pointed at this machine (DNS rebinding) says a foreign Host,
 * and a request that another site's page makes says where it comes from.
 */
export function refuseForeigners({ headers: { host = '', origin } }: IncomingMessage): void {
  if (!localHost.test(host))
    throw new Refusal(
      421,
      `Host ${JSON.stringify(host)} is not this console: use http://127.0.0.1 or localhost`,
    );
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    throw new Refusal(403, `Origin ${origin} may not use this console: open the console itself`);
}
