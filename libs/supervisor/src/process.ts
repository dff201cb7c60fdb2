// A child process in its own process group: whatever it starts ends with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessSpec {
  file: string;
  args: string[];
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>;
  cwd: string;
  /** Receives what the process writes, in the chunks in which it comes. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** Keeps the process's standard input open, so that it can tell when we are gone. */
  holdStdin?: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Resolves when the process runs; rejects with what to do when it cannot be started. */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = spawn(spec.file, spec.args, {
    env: spec.env,
    cwd: spec.cwd,
    detached: true,
    stdio: [spec.holdStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  child.stdout?.on('data', (chunk: Buffer) => spec.onOutput?.('stdout', chunk));
  child.stderr?.on('data', (chunk: Buffer) => spec.onOutput?.('stderr', chunk));
  child.stdin?.on('error', () => {});
  const running = new RunningProcess(child);
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new Error(`cannot start ${spec.file} in ${spec.cwd}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return running;
}

export class RunningProcess {
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  #exit: Exit | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.exited = this.#watchExit();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** Sends a signal to the process alone; a process that is gone is not an error. */
  signal(name: NodeJS.Signals): void {
    if (!this.#exit) sendSignal(this.pid, name);
  }

  /** SIGTERM to the process, `graceMs` to end in, then SIGKILL to the whole group. May be called again with less grace. */
  async terminate(graceMs: number): Promise<Exit> {
    if (graceMs > 0) {
      this.signal('SIGTERM');
      await this.#exitWithin(graceMs);
    }
    this.#killGroup();
    return this.exited;
  }

  async #exitWithin(milliseconds: number): Promise<void> {
    const timer = new AbortController();
    const expired = delay(milliseconds, undefined, { signal: timer.signal }).catch(() => {});
    await Promise.race([this.exited, expired]);
    timer.abort();
  }

  /** What the process wrote last is read before `exited` resolves, unless somebody else holds its output open. */
  #watchExit(): Promise<Exit> {
    return new Promise((resolve) => {
      const finish = (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal });
      this.#child.on('exit', (code, signal) => {
        this.#killGroup();
        this.#exit = { code, signal };
        setTimeout(finish, 500, code, signal).unref();
      });
      this.#child.on('close', finish);
      this.#child.on('error', () => finish(null, null));
    });
  }

  #killGroup(): void {
    if (!this.#exit && this.pid) sendSignal(-this.pid, 'SIGKILL');
  }
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error; // macOS answers EPERM for a group of zombies
  }
}
