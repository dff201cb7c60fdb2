import type { ChildProcess } from 'node:child_process';
import { finished } from 'node:stream/promises';
import type { WebSocket } from 'ws';
import type { SpdyStream } from '../spdy/stream.js';
import { StatusError } from '../status-error.js';
import type { Pod } from '../types.js';
import { Channels } from './channels.js';
import { serveCommand } from './command.js';
import { containerOf } from './container.js';

/** A command that was asked for: `kubectl exec`. */
export interface ExecRequest {
  container: string;
  command: string[];
  wants: { stdin: boolean; stdout: boolean; stderr: boolean };
}

export function execRequestOf(pod: Pod, query: URLSearchParams): ExecRequest {
  const command = query.getAll('command');
  if (command.length === 0)
    throw StatusError.badRequest('you must specify at least one command for the container');
  const asked = (name: string) => /^(true|1)$/.test(query.get(name) ?? '');
  const wants = { stdin: asked('stdin'), stdout: asked('stdout'), stderr: asked('stderr') && !asked('tty') };
  return { container: containerOf(pod, query.get('container') ?? undefined), command, wants };
}

/** Over a WebSocket: channel 0 stdin, 1 stdout, 2 stderr, 3 the outcome. */
export async function execOverWebSocket(
  socket: WebSocket,
  start: () => ChildProcess,
  { wants }: ExecRequest,
): Promise<void> {
  const channels = new Channels(socket);
  const status = channels.writable(3);
  socket.once('close', () => status.destroy());
  const served = serveCommand(start, {
    ...(wants.stdin && { stdin: channels.readable(0) }),
    ...(wants.stdout && { stdout: channels.writable(1) }),
    ...(wants.stderr && { stderr: channels.writable(2) }),
    status,
  });
  await Promise.all([served, finished(status).catch(() => {})]);
  socket.close(1000);
}

/** Over SPDY (kubectl 1.29 and older): one stream for each, named by its header `streamtype`. Starts with the last. */
export class SpdyCommand {
  readonly #start: () => ChildProcess;
  readonly #wants: ExecRequest['wants'];
  readonly #streams = new Map<string, SpdyStream>();

  constructor(start: () => ChildProcess, { wants }: ExecRequest) {
    this.#start = start;
    this.#wants = wants;
  }

  add(stream: SpdyStream): void {
    this.#streams.set(stream.headers['streamtype'] ?? '', stream);
    const { stdin, stdout, stderr } = this.#wants;
    const status = this.#streams.get('error');
    const streams = {
      ...this.#wanted('stdin', stdin),
      ...this.#wanted('stdout', stdout),
      ...this.#wanted('stderr', stderr),
    };
    const missing = Number(stdin) + Number(stdout) + Number(stderr) - Object.keys(streams).length;
    if (status === undefined || missing > 0) return;
    status.resume();
    void serveCommand(this.#start, { ...streams, status });
  }

  #wanted<Name extends string>(name: Name, isWanted: boolean): Partial<Record<Name, SpdyStream>> {
    const stream = this.#streams.get(name);
    return (isWanted && stream !== undefined ? { [name]: stream } : {}) as Partial<Record<Name, SpdyStream>>;
  }
}
