import type { Proxy } from '@chaos-workshop/fault-link';
import type { OwnToxics } from './own-toxics.js';

/** A proxy as Toxiproxy shows it, with our `protocol` and `upstreams` besides. Toxics of faults are not shown here. */
export function proxyView(proxy: Proxy, toxics: OwnToxics) {
  const { listen, upstreams, enabled, protocol } = proxy.settings;
  return {
    name: proxy.name,
    listen,
    upstream: upstreams[0]?.address ?? '',
    enabled,
    toxics: toxics.of(proxy).map((toxic) => toxics.view(toxic)),
    protocol,
    upstreams,
  };
}
