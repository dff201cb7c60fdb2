import type { Proxy } from '@chaos-workshop/fault-link';
import type { Parts } from '../api.js';
import { json } from '../answers.js';
import { route } from '../route.js';
import type { Route } from '../route.js';
import { version } from '../version.js';

export function serverRoutes({ proxies, random }: Parts): Route[] {
  return [
    route('GET', '/version', () => ({
      status: 200,
      body: `{"version": "${version}"}\n`,
      headers: { 'Content-Type': 'application/json;charset=utf-8' },
    })),
    route('GET', '/seed', () => json(200, { seed: random.seed })),
    route('POST', '/reset', async () => {
      const results = await Promise.allSettled(proxies.list().map(reset));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      return { status: 204 };
    }),
  ];
}

/** Toxics of faults stay: whoever put a fault lifts it. */
async function reset(proxy: Proxy): Promise<void> {
  proxy.setToxics(proxy.toxics.filter(({ owner }) => owner !== undefined));
  await proxy.configure({ enabled: true });
}
