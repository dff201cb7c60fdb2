import { json } from '../answers.js';
import type { Parts } from '../api.js';
import { toxicBody, toxicChangeBody } from '../bodies.js';
import { decode } from '../decode.js';
import { route } from '../route.js';
import type { ApiRequest, Route } from '../route.js';

export function toxicRoutes({ proxies, toxics }: Parts): Route[] {
  const proxyOf = ({ names }: ApiRequest) => proxies.get(names['proxy'] ?? '');
  const toxicOf = (request: ApiRequest) => toxics.get(proxyOf(request), request.names['toxic'] ?? '');
  return [
    route('GET', '/proxies/:proxy/toxics', (request) =>
      json(
        200,
        toxics.of(proxyOf(request)).map((toxic) => toxics.view(toxic)),
      ),
    ),
    route('POST', '/proxies/:proxy/toxics', (request) => {
      const proxy = proxyOf(request);
      return json(200, toxics.view(toxics.add(proxy, decode(toxicBody, request.body))));
    }),
    route('GET', '/proxies/:proxy/toxics/:toxic', (request) => json(200, toxics.view(toxicOf(request)))),
    route('POST PATCH', '/proxies/:proxy/toxics/:toxic', (request) => {
      const toxic = toxicOf(request);
      toxics.update(proxyOf(request), toxic, decode(toxicChangeBody, request.body));
      return json(200, toxics.view(toxic));
    }),
    route('DELETE', '/proxies/:proxy/toxics/:toxic', (request) => {
      toxics.remove(proxyOf(request), toxicOf(request));
      return { status: 204 };
    }),
  ];
}
