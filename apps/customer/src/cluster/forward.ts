// A Service without a node port, reached as `kubectl port-forward` reaches it: each connection goes to a pod that is ready.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { CoreV1Api, V1Pod, V1Service } from '@kubernetes/client-node';
import type { Duplex } from 'node:stream';

export interface ForwardOptions {
  core: CoreV1Api;
  service: V1Service;
  /** Name of the Service's port. */
  port: string;
  connect: (pod: string, port: number) => Promise<Duplex>;
}

/** Listens on 127.0.0.1 until the process ends, and does not keep it alive. Returns the port. */
export async function forward(options: ForwardOptions): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    join(socket, options).catch(() => socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

/** @throws when no pod is ready or the one that was chosen is gone: the client finds its connection reset and asks again. */
async function join(socket: Socket, { core, service, port, connect }: ForwardOptions): Promise<void> {
  const { namespace = '' } = service.metadata ?? {};
  const labelSelector = Object.entries(service.spec?.selector ?? {})
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
  const { items } = await core.listNamespacedPod({ namespace, labelSelector });
  const ready = items.filter(isReady);
  const pod = ready[Math.floor(Math.random() * ready.length)];
  const target = service.spec?.ports?.find(({ name }) => name === port)?.targetPort;
  const number = pod && typeof target === 'string' ? namedPort(pod, target) : target;
  if (pod === undefined || typeof number !== 'number') throw new Error(`no pod of ${labelSelector} is ready`);
  const stream = await connect(pod.metadata?.name ?? '', number);
  stream.on('error', () => socket.resetAndDestroy());
  stream.on('close', () => socket.destroySoon());
  socket.on('close', () => stream.destroy());
  socket.pipe(stream).pipe(socket);
}

function isReady({ metadata, status }: V1Pod): boolean {
  const isOn = status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True');
  return metadata?.deletionTimestamp === undefined && isOn === true;
}

/** Sidecars are init containers that stay, so their ports count too. */
function namedPort({ spec }: V1Pod, name: string): number | undefined {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return containers.flatMap(({ ports }) => ports ?? []).find((port) => port.name === name)?.containerPort;
}
