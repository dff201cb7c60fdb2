// Finds the Services that URLs in an environment name, and replaces host and port by something else. Pure.
import { type ServiceAddress } from './links.js';

const url = /([a-z][a-z0-9+.-]*):\/\/([^\s/?#]*@)?([a-z0-9][a-z0-9.-]*)(?::(\d+))?/gi;

const defaultPorts: Record<string, number> = {
  http: 80,
  https: 443,
  mysql: 3306,
  redis: 6379,
  postgres: 5432,
  mongodb: 27017,
  amqp: 5672,
};

export interface ServiceUrl extends ServiceAddress {
  scheme: string;
}

/** Whom a name is asked by: a plain name means a Service of the caller's namespace, as in the cluster's DNS. */
export interface Naming {
  namespace: string;
  isNamespace: (name: string) => boolean;
}

export function findServiceUrls(env: Record<string, string>, naming: Naming): ServiceUrl[] {
  const found = Object.values(env).flatMap((value) =>
    [...value.matchAll(url)].flatMap((match) => serviceOf(match, naming) ?? []),
  );
  const byAddress = new Map(found.map((one) => [`${one.namespace}/${one.name}:${one.port}`, one]));
  return [...byAddress.values()];
}

export function replaceServiceUrls(
  env: Record<string, string>,
  naming: Naming,
  addressOf: (service: ServiceAddress) => { host: string; port: number } | undefined,
): Record<string, string> {
  const rewrite = (value: string) =>
    value.replaceAll(url, (...match: string[]) => {
      const [whole, scheme, credentials = ''] = match as [string, string, string | undefined];
      const service = serviceOf(match, naming);
      const address = service && addressOf(service);
      return address ? `${scheme}://${credentials}${address.host}:${address.port}` : whole;
    });
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, rewrite(value)]));
}

function serviceOf(match: ArrayLike<string | undefined>, naming: Naming): ServiceUrl | undefined {
  const scheme = (match[1] ?? '').toLowerCase();
  const port = Number(match[4] ?? defaultPorts[scheme]);
  const name = serviceName(match[3] ?? '', naming);
  return name && Number.isInteger(port) ? { ...name, port, scheme } : undefined;
}

/** `name`, `name.ns`, `name.ns.svc` and `name.ns.svc.cluster.local`. */
function serviceName(host: string, naming: Naming): { name: string; namespace: string } | undefined {
  const [name = '', namespace, ...rest] = host.replace(/\.$/, '').toLowerCase().split('.');
  if (!/[a-z]/.test(name) || name === 'localhost') return undefined;
  if (namespace === undefined) return { name, namespace: naming.namespace };
  const suffix = rest.join('.');
  if (suffix === 'svc' || suffix === 'svc.cluster.local') return { name, namespace };
  return suffix === '' && naming.isNamespace(namespace) ? { name, namespace } : undefined;
}
