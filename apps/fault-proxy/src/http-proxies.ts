import { addressProblem } from '@chaos-workshop/fault-link';
import type { Proxies } from '@chaos-workshop/fault-link';

/** An HTTP server that this process stands in front of. */
export interface HttpProxy {
  readonly name: string;
  /** host:port */
  readonly listen: string;
  readonly upstream: string;
}

/** Reads `NAME=LISTEN,UPSTREAM`. */
export function readHttpProxy(text: string): HttpProxy {
  const [, name, listen, upstream] = /^([^=]+)=([^,]+),([^,]+)$/.exec(text) ?? [];
  if (!name || !listen || !upstream || addressProblem(listen) || addressProblem(upstream)) {
    throw new Error(
      `--http-proxy ${text}: give NAME=LISTEN,UPSTREAM such as http=0.0.0.0:8080,127.0.0.1:8081`,
    );
  }
  return { name, listen, upstream };
}

/** Clients do not notice that there is a proxy: none of their requests meets a connection that is just closing. */
export async function startHttpProxies(wanted: readonly HttpProxy[], proxies: Proxies): Promise<void> {
  for (const { name, listen, upstream } of wanted) {
    await proxies.create(name, {
      listen,
      protocol: 'http',
      upstreams: [{ name: upstream, address: upstream }],
      enabled: true,
      whenUnreachable: 'reset',
      isFreshForEach: true,
    });
  }
}
