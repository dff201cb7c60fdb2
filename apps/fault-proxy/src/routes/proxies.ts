import { addressProblem, FaultError } from '@chaos-workshop/fault-link';
import type { Proxies, Proxy, ProxySettings } from '@chaos-workshop/fault-link';
import { json } from '../answers.js';
import type { Parts } from '../api.js';
import { decode, proxyBody, putProxyBody } from '../bodies.js';
import type { ProxyBody } from '../bodies.js';
import { route } from '../route.js';
import type { ApiRequest, Route } from '../route.js';
import { proxyView } from '../views.js';

export function proxyRoutes({ proxies }: Parts): Route[] {
  const proxyOf = ({ names }: ApiRequest) => proxies.get(names['proxy'] ?? '');
  return [
    route('GET', '/proxies', () => json(200, proxyMap(proxies))),
    route('POST', '/proxies', async ({ body }) =>
      json(201, proxyView(await create(proxies, decode(proxyBody, body)))),
    ),
    route('GET', '/proxies/:proxy', (request) => json(200, proxyView(proxyOf(request)))),
    route('POST PATCH', '/proxies/:proxy', async (request) =>
      json(200, proxyView(await update(proxyOf(request), request.body))),
    ),
    route('PUT', '/proxies/:proxy', async ({ names, body }) =>
      json(200, proxyView(await put(proxies, names['proxy'] ?? '', body))),
    ),
    route('DELETE', '/proxies/:proxy', async (request) => {
      await proxies.remove(proxyOf(request).name);
      return { status: 204 };
    }),
  ];
}

/** Toxiproxy's proxies have one upstream, named by its address. */
export function settingsOf({ listen = '', upstream = '', enabled = true }: ProxyBody): ProxySettings {
  return {
    listen,
    enabled,
    protocol: 'tcp',
    upstreams: [{ name: upstream, address: upstream }],
    whenUnreachable: 'close',
  };
}

async function create(proxies: Proxies, body: ProxyBody): Promise<Proxy> {
  if (!body.name) throw new FaultError('invalid', 'missing required field: name');
  if (!body.upstream) throw new FaultError('invalid', 'missing required field: upstream');
  return await proxies.create(body.name, settingsOf(body));
}

/** Another upstream closes the connections to the one before, as Toxiproxy does. */
async function update(proxy: Proxy, body: string): Promise<Proxy> {
  const { listen, upstream, enabled } = decode(proxyBody, body);
  const old = proxy.settings;
  const isNewUpstream = upstream !== undefined && upstream !== old.upstreams[0]?.address;
  if (isNewUpstream) await proxy.stop();
  await proxy.configure({
    listen: listen ?? old.listen,
    enabled: enabled ?? old.enabled,
    ...(isNewUpstream && { upstreams: [{ name: upstream, address: upstream }] }),
  });
  return proxy;
}

async function put(proxies: Proxies, name: string, text: string): Promise<Proxy> {
  const { listen, protocol, upstreams, enabled } = decode(putProxyBody, text);
  for (const { address } of upstreams) checkUpstream(address);
  const change = { protocol, upstreams, enabled, whenUnreachable: 'reset' as const };
  return await proxies.put(name, listen === undefined ? change : { ...change, listen }, {
    ...change,
    listen: '127.0.0.1:0',
  });
}

function checkUpstream(address: string): void {
  const problem = addressProblem(address);
  if (problem) throw new FaultError('invalid', `bad upstream: ${problem}`);
}

function proxyMap(proxies: Proxies): Record<string, unknown> {
  const sorted = proxies.list().toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map((proxy) => [proxy.name, proxyView(proxy)]));
}
