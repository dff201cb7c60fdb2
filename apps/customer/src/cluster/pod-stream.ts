// A port-forward as a stream: what is written goes to the port, what the port says can be read.
import { Duplex, PassThrough, Writable } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';

/**
 * Ends when either side does. What the API server reports on the error channel becomes the stream's error.
 * @throws when the pod cannot be reached, or reports an error at once.
 */
export async function podStream(
  config: KubeConfig,
  target: { namespace: string; pod: string; port: number },
): Promise<Duplex> {
  const { PortForward } = await import('@kubernetes/client-node');
  const toPod = new PassThrough();
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => void toPod.write(chunk, done),
    final: (done) => void toPod.end(done),
  });
  // An error may come before anybody listens; it is still there to be found then.
  stream.on('error', () => {});
  const fromPod = writable((chunk) => void stream.push(chunk));
  const trouble = writable((chunk) => {
    if (chunk.length > 0) stream.destroy(new Error(`port-forward to ${target.pod}: ${chunk.toString()}`));
  });
  const forward = new PortForward(config);
  const { namespace, pod, port } = target;
  const socket = await forward.portForward(namespace, pod, [port], fromPod, trouble, toPod);
  if (stream.errored) throw stream.errored;
  if (typeof socket === 'function') return stream;
  socket.addEventListener('close', () => stream.destroyed || stream.push(null));
  stream.on('close', () => socket.close());
  return stream;
}

function writable(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      take(chunk);
      done();
    },
  });
}
