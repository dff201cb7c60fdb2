import { addressProblem, FaultError } from '@chaos-workshop/fault-link';
import type { Proxy, ProxySettings } from '@chaos-workshop/fault-link';
import { json } from '../answers.js';
import type { Parts } from '../api.js';
import { proxyBody, proxyChangeBody, putProxyBody } from '../bodies.js';
import type { ProxyBody } from '../bodies.js';
import { decode } from '../decode.js';
import { route } from '../route.js';
import type { ApiRequest, Route } from '../route.js';
import { proxyView } from '../views.js';

export function proxyRoutes(parts: Parts): Route[] {
  const { proxies, toxics } = parts;
  const proxyOf = ({ names }: ApiRequest) => proxies.get(names['proxy'] ?? '');
  return [
    route('GET', '/proxies', () => json(200, proxyMap(parts))),
    route('POST', '/proxies', async ({ body }) =>
      json(201, proxyView(await create(parts, decode(proxyBody, body)), toxics)),
    ),
    route('GET', '/proxies/:proxy', (request) => json(200, proxyView(proxyOf(request), toxics))),
    route('GET', '/proxies/:proxy/connections', (request) => json(200, proxyOf(request).connections)),
    route('POST PATCH', '/proxies/:proxy', async (request) =>
      json(200, proxyView(await update(proxyOf(request), request.body), toxics)),
    ),
    route('PUT', '/proxies/:proxy', async ({ names, body }) =>
      json(200, proxyView(await put(parts, names['proxy'] ?? '', body), toxics)),
    ),
    route('DELETE', '/proxies/:proxy', async (request) => {
      await proxies.remove(proxyOf(request).name);
      return { status: 204 };
    }),
  ];
}

/** Toxiproxy's proxies have one upstream, named by its address. */
export function settingsOf(body: ProxyBody): ProxySettings {
  const { listen = '', upstream = '', enabled = true, protocol = 'tcp' } = body;
  return {
    listen,
    enabled,
    protocol,
    upstreams: [{ name: upstream, address: upstream }],
    whenUnreachable: 'close',
  };
}

/** With the toxics that it is given, in force before its first connection. */
async function create({ proxies, toxics }: Parts, body: ProxyBody): Promise<Proxy> {
  const { name, upstream, toxics: wanted = [] } = body;
  if (!name) throw new FaultError('invalid', 'missing required field: name');
  if (!upstream) throw new FaultError('invalid', 'missing required field: upstream');
  const settings = settingsOf(body);
  const prepared = toxics.prepare(wanted, { name, protocol: settings.protocol });
  const proxy = await proxies.create(name, settings);
  toxics.install(proxy, prepared);
  return proxy;
}

/** Another upstream closes the connections to the one before, as Toxiproxy does. */
async function update(proxy: Proxy, body: string): Promise<Proxy> {
  const { listen, upstream, enabled } = decode(proxyChangeBody, body);
  checkListen(listen);
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

async function put({ proxies }: Parts, name: string, text: string): Promise<Proxy> {
  const { listen, protocol, upstreams, enabled } = decode(putProxyBody, text);
  for (const { address } of upstreams) checkUpstream(address);
  const change = { protocol, upstreams, enabled, whenUnreachable: 'reset' as const };
  return await proxies.put(name, listen === undefined ? change : { ...change, listen }, {
    ...change,
    listen: '127.0.0.1:0',
  });
}

/** An address that makes no sense leaves a proxy as it is; only one that is taken stops it. */
export function checkListen(address = ''): void {
  const problem = address === '' ? undefined : addressProblem(address);
  if (problem) throw new FaultError('listen', problem);
}

function checkUpstream(address: string): void {
  const problem = addressProblem(address);
  if (problem) throw new FaultError('invalid', `bad upstream: ${problem}`);
}

function proxyMap({ proxies, toxics }: Parts): Record<string, unknown> {
  const sorted = proxies.list().toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map((proxy) => [proxy.name, proxyView(proxy, toxics)]));
}
