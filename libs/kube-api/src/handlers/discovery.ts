import { aggregatedDiscovery, type DiscoveryVersion } from '../discovery/aggregated.js';
import { legacyDiscovery } from '../discovery/legacy.js';
import type { Call, Route } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';

/** `/api`, `/apis` and below, down to the group-version: what is served. */
export const discoveryRoute: Route = {
  matches: ({ url }) => /^\/(api(\/[^/]+)?|apis(\/[^/]+(\/[^/]+)?)?)\/?$/.test(url.pathname),
  handle: (call) => {
    const { api, response, url } = call;
    if (call.method !== 'GET') throw StatusError.methodNotAllowed(call.method, url.pathname);
    const path = url.pathname.replace(/\/$/, '');
    const version = aggregatedVersion(call);
    if ((path === '/api' || path === '/apis') && version !== undefined) {
      const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
      respondJson(response, aggregatedDiscovery(api.resources.all(), path, version), { contentType });
      return;
    }
    const document = legacyDiscovery(api.resources.all(), path);
    if (document === undefined) throw StatusError.unknownPath();
    respondJson(response, document);
  },
};

/** The newest form of aggregated discovery that the client reads; undefined: the old documents. */
function aggregatedVersion({ request }: Call): DiscoveryVersion | undefined {
  const accepted = (request.headers.accept ?? '')
    .split(',')
    .filter((type) => type.includes('APIGroupDiscoveryList'));
  if (accepted.some((type) => /v=v2(;|$)/.test(type.trim()))) return 'v2';
  return accepted.some((type) => type.includes('v=v2beta1')) ? 'v2beta1' : undefined;
}
