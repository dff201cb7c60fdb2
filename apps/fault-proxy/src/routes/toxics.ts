import { FaultError, InstalledToxic } from '@chaos-workshop/fault-link';
import type { Proxy, Random, Stream } from '@chaos-workshop/fault-link';
import { json } from '../answers.js';
import type { Parts } from '../api.js';
import { decode, toxicBody, toxicChangeBody } from '../bodies.js';
import { route } from '../route.js';
import type { ApiRequest, Route } from '../route.js';
import { ownToxics, toxicView } from '../views.js';

export function toxicRoutes({ proxies, random }: Parts): Route[] {
  const proxyOf = ({ names }: ApiRequest) => proxies.get(names['proxy'] ?? '');
  const toxicOf = (request: ApiRequest) => findToxic(proxyOf(request), request.names['toxic'] ?? '');
  return [
    route('GET', '/proxies/:proxy/toxics', (request) =>
      json(200, ownToxics(proxyOf(request)).map(toxicView)),
    ),
    route('POST', '/proxies/:proxy/toxics', (request) =>
      json(200, toxicView(add(proxyOf(request), request.body, random))),
    ),
    route('GET', '/proxies/:proxy/toxics/:toxic', (request) => json(200, toxicView(toxicOf(request)))),
    route('POST PATCH', '/proxies/:proxy/toxics/:toxic', (request) => {
      const toxic = toxicOf(request);
      toxic.update(decode(toxicChangeBody, request.body));
      proxyOf(request).refresh();
      return json(200, toxicView(toxic));
    }),
    route('DELETE', '/proxies/:proxy/toxics/:toxic', (request) => {
      const toxic = toxicOf(request);
      const proxy = proxyOf(request);
      proxy.setToxics(proxy.toxics.filter((other) => other !== toxic));
      return { status: 204 };
    }),
  ];
}

function add(proxy: Proxy, text: string, random: Random): InstalledToxic {
  const { type = '', stream: given = 'downstream', name, toxicity, attributes } = decode(toxicBody, text);
  const stream = streamOf(given);
  const toxic = new InstalledToxic(
    { name: name || `${type}_${given}`, type, stream, toxicity, attributes },
    { random: random.fork(proxy.name, name || `${type}_${given}`) },
  );
  if (ownToxics(proxy).some((other) => other.name === toxic.name)) {
    throw new FaultError('exists', 'toxic already exists');
  }
  proxy.setToxics([...proxy.toxics, toxic]);
  return toxic;
}

function streamOf(given: string): Stream {
  const stream = given.toLowerCase();
  if (stream === 'upstream' || stream === 'downstream') return stream;
  throw new FaultError('invalid', 'stream was invalid, can be either upstream or downstream');
}

function findToxic(proxy: Proxy, name: string): InstalledToxic {
  const toxic = ownToxics(proxy).find((candidate) => candidate.name === name);
  if (!toxic) throw new FaultError('not-found', 'toxic not found');
  return toxic;
}
