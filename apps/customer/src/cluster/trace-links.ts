// Where a trace can be looked at: the lab's console, or Grafana in a cluster.
import type { Cluster } from './cluster.js';

/** On the Service `lgtm`: an address in which `{traceId}` stands for the trace. */
const annotation = 'chaos-workshop.io/trace-url-template';

export type LinkTo = (traceId: string) => string | undefined;

/** A cluster without telemetry has no links, which is no reason not to order. */
export async function traceLinks(cluster: Cluster): Promise<LinkTo> {
  const lgtm = await cluster.service('lgtm').catch(() => undefined);
  if (!lgtm) return () => undefined;
  const template = lgtm.annotations[annotation];
  if (template) return (traceId) => template.replaceAll('{traceId}', traceId);
  return (await isGrafana(lgtm.url)) ? exploreLink(lgtm.url) : (traceId) => `${lgtm.url}/traces/${traceId}`;
}

/** The page Explore of Grafana with the trace open, on the Tempo of the LGTM image. */
export function exploreLink(grafana: string): LinkTo {
  return (traceId) => {
    const query = {
      refId: 'A',
      datasource: { type: 'tempo', uid: 'tempo' },
      queryType: 'traceql',
      query: traceId,
    };
    const panes = { trace: { datasource: 'tempo', queries: [query], range: { from: 'now-1h', to: 'now' } } };
    return `${grafana}/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
  };
}

/** Only Grafana's health names its database. */
async function isGrafana(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(1_000) });
    return 'database' in ((await response.json()) as object);
  } catch {
    return false;
  }
}
