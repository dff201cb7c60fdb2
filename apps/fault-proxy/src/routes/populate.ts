import { FaultError } from '@chaos-workshop/fault-link';
import type { Proxies, Proxy } from '@chaos-workshop/fault-link';
import { json, problem } from '../answers.js';
import type { Answer } from '../answers.js';
import type { Parts } from '../api.js';
import { decode, populateBody } from '../bodies.js';
import type { ProxyBody } from '../bodies.js';
import { route } from '../route.js';
import type { Route } from '../route.js';
import { proxyView } from '../views.js';
import { settingsOf } from './proxies.js';

export function populateRoutes({ proxies }: Parts): Route[] {
  return [
    route('POST', '/populate', async ({ body }) => {
      try {
        const { done, failure } = await populate(proxies, decode(populateBody, body));
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
  proxies: Proxies,
  entries: readonly ProxyBody[],
): Promise<{ done: Proxy[]; failure?: unknown }> {
  for (const [index, { name, upstream }] of entries.entries()) {
    const missing = name ? (upstream ? undefined : 'upstream') : 'name';
    if (missing) throw new FaultError('invalid', `missing required field: ${missing} at proxy ${index + 1}`);
  }
  const done: Proxy[] = [];
  for (const entry of entries) {
    try {
      done.push(await ensure(proxies, entry));
    } catch (failure) {
      return { done, failure };
    }
  }
  return { done };
}

async function ensure(proxies: Proxies, entry: ProxyBody): Promise<Proxy> {
  const name = entry.name ?? '';
  const existing = proxies.find(name);
  const wanted = settingsOf(entry);
  const isSameUpstream = existing?.settings.upstreams[0]?.address === entry.upstream;
  if (existing && isSameUpstream && (await existing.isAt(wanted.listen))) return existing;
  if (existing) await proxies.remove(name);
  return await proxies.create(name, wanted);
}

function failed(error: unknown, done: readonly Proxy[]): Answer {
  const { status, error: message } = problem(error);
  return json(status, { error: message, status, proxies: views(done) });
}

function views(done: readonly Proxy[]) {
  return done.length === 0 ? null : done.map(proxyView);
}
