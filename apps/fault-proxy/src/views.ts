import type { InstalledToxic, Proxy } from '@chaos-workshop/fault-link';

/** A proxy as Toxiproxy shows it, with our `protocol` and `upstreams` besides. Toxics of faults are not shown here. */
export function proxyView(proxy: Proxy) {
  const { listen, upstreams, enabled, protocol } = proxy.settings;
  return {
    name: proxy.name,
    listen,
    upstream: upstreams[0]?.address ?? '',
    enabled,
    toxics: ownToxics(proxy).map(toxicView),
    protocol,
    upstreams,
  };
}

export function toxicView({ shownAttributes, name, type, stream, toxicity }: InstalledToxic) {
  return { attributes: shownAttributes, name, type: type.name, stream, toxicity };
}

/** The toxics that were added to the proxy itself, upstream first, each in the order of creation. */
export function ownToxics(proxy: Proxy): InstalledToxic[] {
  const own = proxy.toxics.filter(({ owner }) => owner === undefined);
  return [
    ...own.filter(({ stream }) => stream === 'upstream'),
    ...own.filter(({ stream }) => stream === 'downstream'),
  ];
}
