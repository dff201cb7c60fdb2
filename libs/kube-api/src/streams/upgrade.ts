import { createWebSocketStream } from 'ws';
import { type Api, type Target, keyOfTarget } from '../server/call.js';
import { SpdyConnection } from '../spdy/connection.js';
import type { SpdyStream } from '../spdy/stream.js';
import { StatusError } from '../status-error.js';
import type { Pod } from '../types.js';
import { SpdyCommand, execOverWebSocket, execRequestOf } from './exec.js';
import {
  type Handshake,
  acceptSpdy,
  acceptWebSocket,
  chooseProtocol,
  isWebSocket,
  refuseHandshake,
} from './handshake.js';
import type { PodStreams } from './pod-streams.js';
import { PortForward } from './port-forward.js';
import { StreamPairs } from './stream-pairs.js';

export interface Upgrade extends Handshake {
  api: Api;
  /** Runs the guard and reads the URL; throws StatusError. */
  check: () => { url: URL; target: Target | undefined };
  report: (error: unknown) => void;
}

const channelProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

/** Serves `pods/exec` and `pods/portforward` over WebSocket or SPDY. */
export function upgrade(request: Upgrade): void {
  const { socket, report } = request;
  // A client that leaves in the middle is no error.
  socket.on('error', () => {});
  serve(request).catch((error: unknown) => {
    if (!(error instanceof StatusError)) report(error);
    refuseHandshake(socket, error);
  });
}

async function serve({ api, check, ...handshake }: Upgrade): Promise<void> {
  const { url, target } = check();
  const pod = podOf(api, target);
  const { streams } = api;
  if (streams === undefined)
    throw new StatusError(501, 'NotImplemented', 'nothing runs the pods of this API server');
  if (target?.subresource === 'exec') await exec({ streams, pod, handshake }, url.searchParams);
  else if (target?.subresource === 'portforward')
    await portForward({ streams, pod, handshake }, url.searchParams);
  else throw new StatusError(501, 'NotImplemented', 'attach is not served: use logs -f or exec');
}

interface Streaming {
  streams: PodStreams;
  pod: Pod;
  handshake: Handshake;
}

async function exec({ streams, pod, handshake }: Streaming, query: URLSearchParams): Promise<void> {
  const request = execRequestOf(pod, query);
  const start = () => streams.exec(pod, request.container, request.command);
  if (isWebSocket(handshake.request)) {
    const protocol = chooseProtocol(handshake, channelProtocols);
    await execOverWebSocket(await acceptWebSocket(handshake, protocol), start, request);
    return;
  }
  const protocol = chooseProtocol(handshake, ['v4.channel.k8s.io']);
  const command = new SpdyCommand(start, request);
  await new SpdyConnection(acceptSpdy(handshake, protocol), (stream) => command.add(stream)).run();
}

async function portForward({ streams, pod, handshake }: Streaming, query: URLSearchParams): Promise<void> {
  const forward = new PortForward(streams, pod);
  const pairs = new StreamPairs((data, error) => void forward.serveSpdy(data, error));
  const onStream = (stream: SpdyStream) => pairs.add(stream);
  if (!isWebSocket(handshake.request)) {
    const protocol = chooseProtocol(handshake, ['portforward.k8s.io']);
    await new SpdyConnection(acceptSpdy(handshake, protocol), onStream).run();
    return;
  }
  const protocol = chooseProtocol(handshake, [tunnelProtocol, ...channelProtocols]);
  const ports = query.getAll('ports').flatMap((text) => text.split(',').map(Number));
  ports.forEach((port) => forward.requireDeclared(port));
  const socket = await acceptWebSocket(handshake, protocol);
  if (protocol === tunnelProtocol) await new SpdyConnection(createWebSocketStream(socket), onStream).run();
  else forward.serveChannels(socket, ports);
}

function podOf(api: Api, target: Target | undefined): Pod {
  if (target?.resource.kind !== 'Pod' || target.name === undefined) throw StatusError.unknownPath();
  const pod = api.store.get<Pod>(keyOfTarget(target));
  if (pod === undefined) throw StatusError.notFound(target.resource, target.name);
  return pod;
}
