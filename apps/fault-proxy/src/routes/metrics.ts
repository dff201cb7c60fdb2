import type { Proxies, Proxy } from '@chaos-workshop/fault-link';
import type { Parts } from '../api.js';
import { route } from '../route.js';
import type { Route } from '../route.js';

/** Prometheus text; like Toxiproxy's, only there when a metrics flag is on. Bytes count while connections live. */
export function metricsRoutes({ proxies, metrics }: Parts): Route[] {
  if (!metrics.proxy && !metrics.runtime) return [];
  const lines = () => [
    ...(metrics.runtime ? runtimeLines() : []),
    ...(metrics.proxy ? proxyLines(proxies) : []),
  ];
  return [
    route('GET HEAD POST PUT PATCH DELETE OPTIONS', '/metrics', () => ({
      status: 200,
      body: `${lines().join('\n')}\n`,
      headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
    })),
  ];
}

function proxyLines(proxies: Proxies): string[] {
  const all = proxies.list();
  return [
    ...counter('toxiproxy_proxy_received_bytes_total', 'Bytes received by a proxy, by direction.'),
    ...all.flatMap((proxy) =>
      samples(proxy, 'received', [proxy.traffic.fromClient, proxy.traffic.fromUpstream]),
    ),
    ...counter('toxiproxy_proxy_sent_bytes_total', 'Bytes sent by a proxy, by direction.'),
    ...all.flatMap((proxy) => samples(proxy, 'sent', [proxy.traffic.toUpstream, proxy.traffic.toClient])),
  ];
}

function samples({ name, settings }: Proxy, what: string, [up, down]: [up: number, down: number]): string[] {
  const upstream = settings.upstreams.map(({ address }) => address).join(',');
  const sample = (direction: string, value: number) =>
    `toxiproxy_proxy_${what}_bytes_total{direction="${direction}",listener="${quoted(settings.listen)}",` +
    `proxy="${quoted(name)}",upstream="${quoted(upstream)}"} ${value}`;
  return [sample('downstream', down), sample('upstream', up)];
}

function runtimeLines(): string[] {
  const { user, system } = process.cpuUsage();
  return [
    ...counter('process_cpu_seconds_total', 'User and system CPU time spent in seconds.'),
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
    '# HELP process_resident_memory_bytes Resident memory size in bytes.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  ];
}

function counter(name: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`];
}

function quoted(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? String.raw`\n` : `\\${character}`));
}
