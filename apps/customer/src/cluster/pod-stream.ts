// A port-forward as a stream: what is written goes to the port, what the port says can be read.
import { Duplex, PassThrough, Writable } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';

/** Ends when either side does. What the API server reports on the error channel becomes the stream's error. */
export async function podStream(
  config: KubeConfig,
  target: { namespace: string; pod: string; port: number },
): Promise<Duplex> {
  const { PortForward } = await import('@kubernetes/client-node');
  const fromPod = new PassThrough();
  const toPod = new PassThrough();
  const stream = Duplex.from({ readable: fromPod, writable: toPod });
  const trouble = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) stream.destroy(new Error(`port-forward to ${target.pod}: ${chunk.toString()}`));
      done();
    },
  });
  const forward = new PortForward(config);
  const socket = await forward.portForward(
    target.namespace,
    target.pod,
    [target.port],
    fromPod,
    trouble,
    toPod,
  );
  if (typeof socket === 'function') return stream;
  socket.addEventListener('close', () => fromPod.end());
  stream.on('close', () => socket.close());
  return stream;
}
