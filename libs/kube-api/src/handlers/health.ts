import type { Route } from '../server/call.js';

/** `/healthz`, `/livez`, `/readyz`: the text `ok`, as `kubectl get --raw /readyz` shows it. */
export const healthRoute: Route = {
  matches: ({ url }) => /^\/(healthz|livez|readyz)$/.test(url.pathname),
  handle: ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('ok');
  },
};
