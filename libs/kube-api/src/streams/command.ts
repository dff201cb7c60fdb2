import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asStatusError } from '../server/respond.js';
import type { Status } from '../status-error.js';

/** Where the streams of a command go; absent: not asked for. */
export interface CommandStreams {
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
  /** Gets the outcome as a Status, last. */
  status: Writable;
}

/**
 * Starts a command, connects it, and tells its outcome once all its output has been passed on. Output that nobody
 * reads when a command ends is lost, so it starts only now, when its streams are there.
 */
export async function serveCommand(start: () => ChildProcess, streams: CommandStreams): Promise<void> {
  let child: ChildProcess;
  try {
    child = start();
  } catch (error) {
    streams.status.end(JSON.stringify(asStatusError(error).toStatus()));
    return;
  }
  const outcome = outcomeOf(child);
  // The client left: so does the command.
  streams.status.once('close', () => child.kill());
  feed(child, streams.stdin);
  await Promise.all([pass(child.stdout, streams.stdout), pass(child.stderr, streams.stderr)]);
  streams.status.end(JSON.stringify(await outcome));
}

function feed(child: ChildProcess, stdin: Readable | undefined): void {
  if (child.stdin === null) return;
  // The command may end before it has read everything.
  child.stdin.on('error', () => {});
  if (stdin === undefined) child.stdin.end();
  else stdin.pipe(child.stdin);
}

async function pass(from: Readable | null, to: Writable | undefined): Promise<void> {
  if (from === null) return;
  if (to === undefined) from.resume();
  else await pipeline(from, to).catch(() => {});
}

function outcomeOf(child: ChildProcess): Promise<Status> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(failure('InternalError', notStarted(error))));
    child.once('close', (code, signal) => resolve(exitStatus(code ?? 128, signal)));
  });
}

/** In the words of the container runtime, through which the real kubelet says it. */
function notStarted({ code, path, message }: NodeJS.ErrnoException): string {
  const why = code === 'ENOENT' ? `exec: "${path}": executable file not found in $PATH: unknown` : message;
  return `Internal error occurred: error executing command in container: failed to exec in container: ${why}`;
}

function exitStatus(code: number, signal: NodeJS.Signals | null): Status {
  if (code === 0) return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
  const ended =
    signal === null ? `terminated with non-zero exit code: exit status ${code}` : `ended by ${signal}`;
  const causes = [{ reason: 'ExitCode' as const, message: String(code) }];
  return { ...failure('NonZeroExitCode', `command ${ended}`), details: { causes } };
}

function failure(reason: string, message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, message };
}
