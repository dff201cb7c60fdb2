import { FaultError } from '@chaos-workshop/fault-link';
import type { Proxy } from '@chaos-workshop/fault-link';
import { json, problem } from '../answers.js';
import type { Answer } from '../answers.js';
import type { Parts } from '../api.js';
import { populateBody } from '../bodies.js';
import type { ProxyBody } from '../bodies.js';
import { decode } from '../decode.js';
import { route } from '../route.js';
import type { Route } from '../route.js';
import { proxyView } from '../views.js';
import { checkListen, settingsOf } from './proxies.js';

export function populateRoutes(parts: Parts): Route[] {
  const views = (done: readonly Proxy[]) =>
    done.length === 0 ? null : done.map((proxy) => proxyView(proxy, parts.toxics));
  const failed = (error: unknown, done: readonly Proxy[]): Answer => {
    const { status, error: message } = problem(error);
    return json(status, { error: message, status, proxies: views(done) });
  };
  return [
    route('POST', '/populate', async ({ body }) => {
      try {
        const { done, failure } = await populate(parts, decode(populateBody, body));
        return failure ? failed(failure, done) : json(201, { proxies: views(done) });
      } catch (error) {
        return failed(error, []);
      }
    }),
  ];
}

/**
 * Makes sure that these proxies exist; those that already do are left alone, with their toxics. Throws before anything
 * is done when an entry is incomplete; stops at the first one that cannot listen.
 */
export async function populate(
  parts: Parts,
  entries: readonly ProxyBody[],
): Promise<{ done: Proxy[]; failure?: unknown }> {
  for (const [index, entry] of entries.entries()) {
    const { name, upstream, toxics = [] } = entry;
    const missing = name ? (upstream ? undefined : 'upstream') : 'name';
    if (missing) throw new FaultError('invalid', `missing required field: ${missing} at proxy ${index + 1}`);
    parts.toxics.prepare(toxics, { name: name ?? '', protocol: settingsOf(entry).protocol });
  }
  const done: Proxy[] = [];
  for (const entry of entries) {
    try {
      done.push(await ensure(parts, entry));
    } catch (failure) {
      return { done, failure };
    }
  }
  return { done };
}

async function ensure(parts: Parts, entry: ProxyBody): Promise<Proxy> {
  const { proxies, toxics } = parts;
  const name = entry.name ?? '';
  const existing = proxies.find(name);
  const wanted = settingsOf(entry);
  const isSameUpstream = existing?.settings.upstreams[0]?.address === entry.upstream;
  if (existing && isSameUpstream && (await existing.isAt(wanted.listen))) return existing;
  if (existing) checkListen(wanted.listen);
  const prepared = toxics.prepare(entry.toxics ?? [], { name, protocol: wanted.protocol });
  const proxy = existing ? await proxies.replace(name, wanted) : await proxies.create(name, wanted);
  toxics.install(proxy, prepared);
  return proxy;
}
