import { type IncomingMessage } from 'node:http';
import { Refusal } from './answer.js';

/** An address, or a name without a dot: this machine's, or that of a Service of the same namespace. Nobody can register those. */
const ownHost = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|[a-z0-9-]+)(?::\d{1,5})?$/i;

/**
 * Keeps web pages of others out: a page that had its name pointed at this machine (DNS rebinding) says a foreign Host,
 * and a request that another site's page makes says where it comes from.
 */
export function refuseForeigners({ headers: { host = '', origin } }: IncomingMessage): void {
  if (!ownHost.test(host))
    throw new Refusal(
      421,
      `Host ${JSON.stringify(host)} is not this console: use http://127.0.0.1 or localhost`,
    );
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    throw new Refusal(403, `Origin ${origin} may not use this console: open the console itself`);
}
