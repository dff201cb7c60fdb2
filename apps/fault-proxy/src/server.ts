import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Faults, Proxies } from '@chaos-workshop/fault-link';
import { portHolder } from './port-holder.js';

/** How long what faults held back gets to flow on before the process ends. */
const farewellMs = 200;

/** Throws with the address in the message when it cannot be listened on. */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<{ host: string; port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise.catch((error: NodeJS.ErrnoException) => {
    throw new Error(explain(error, { host, port }), { cause: error });
  });
  server.off('error', reject);
  return { host, port: (server.address() as AddressInfo).port };
}

/** Lifts all faults, lets held bytes flow, and exits 0; also when called twice. */
export function stopper(parts: { server: Server; proxies: Proxies; faults: Faults }): () => void {
  return () => {
    parts.server.close();
    parts.faults.liftAll();
    for (const proxy of parts.proxies.list()) proxy.setToxics([]);
    setTimeout(() => process.exit(0), farewellMs);
  };
}

function explain(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): string {
  if (error.code === 'EADDRINUSE') {
    const holder = portHolder(port);
    const by = holder ? ` by process ${holder.pid} (${holder.command})` : '';
    return `port ${port} on ${host} is in use${by}: stop what listens there, or choose another port with --port`;
  }
  return `cannot listen on ${host}:${port}: ${error.message}`;
}
