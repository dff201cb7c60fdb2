import type { Edge } from '../faults/edges.js';

/** A link `caller->service:8080` in namespace shop, with the pods of the service. */
export function edge(
  caller: string | undefined,
  service: string,
  callees: string[],
  change: { headless?: boolean; protocol?: 'tcp' | 'http'; targetPort?: number; port?: number } = {},
): Edge {
  const { headless = false, protocol = 'http', targetPort = 8080, port = 8080 } = change;
  return {
    link: {
      name: `${caller ?? 'external'}->${service}`,
      ...(caller !== undefined && { caller: { namespace: 'shop', pod: caller } }),
      service: { namespace: 'shop', name: service, port, headless },
      targetPort,
      protocol,
      address: { host: '127.0.0.1', port: 1 },
    },
    ...(caller !== undefined && { caller: `shop/${caller}` }),
    callees: callees.map((name) => `shop/${name}`),
  };
}
