import type { Route } from '../server/call.js';
import { StatusError } from '../status-error.js';

/** Streams that need a WebSocket or SPDY, asked for without one. */
export const upgradeRequiredRoute: Route = {
  matches: ({ target }) => /^(exec|attach|portforward)$/.test(target?.subresource ?? ''),
  handle: () => {
    throw StatusError.badRequest('Upgrade request required');
  },
};
