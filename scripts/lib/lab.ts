// A lab as a child process: up when `lab.json` is there, down after SIGTERM.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { liveOwner } from '../../apps/lab/dist/lab-directory.js';

/** `<dir>/lab.json`, written when everything of a lab is ready. */
export interface LabFile {
  pid: number;
  startedAt: string;
  server: string;
  /** Each link of the lab is a proxy there. */
  toxiproxy: string;
  kubeconfig: string;
  nodePorts: Record<string, number>;
}

export interface LabOptions {
  dir: string;
  anyNodePorts?: boolean;
  seed?: number;
  /** Each line that the lab prints on its way up. */
  onLine?: (line: string) => void;
  signal: AbortSignal;
}

const startsWithinMs = 60_000;
const stopsWithinMs = 20_000;

export class Lab {
  readonly file: LabFile;
  /** Aborts when the lab ends without having been stopped. */
  readonly lost: AbortSignal;
  readonly #child: ChildProcess;
  #isStopping = false;

  private constructor(child: ChildProcess, file: LabFile, lines: string[]) {
    this.#child = child;
    this.file = file;
    const lost = new AbortController();
    this.lost = lost.signal;
    child.once('exit', (code, signal) => {
      if (this.#isStopping) return;
      lost.abort(new Error(`the lab ended by itself with ${code ?? signal}:\n${lastOf(lines)}`));
    });
  }

  /** @throws with the lab's last lines when it ends before it is ready, or takes longer than a minute. */
  static async start(options: LabOptions): Promise<Lab> {
    const child = spawn(process.execPath, labCommand(options), { stdio: ['pipe', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
    try {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(startsWithinMs)]);
      return new Lab(child, await untilUp(child, options.dir, signal), lines);
    } catch (error) {
      await end(child);
      options.signal.throwIfAborted();
      throw new Error(`the lab did not come up:\n${lastOf(lines)}`, { cause: error });
    }
  }

  /** Idempotent; a lab that does not end by itself within 20 s is killed. */
  stop(): Promise<void> {
    this.#isStopping = true;
    return end(this.#child);
  }
}

/** For a child whose standard input is a pipe: it breaks, and the lab ends, when the script is killed. */
export function labCommand({
  dir,
  anyNodePorts,
  seed,
}: Pick<LabOptions, 'dir' | 'anyNodePorts' | 'seed'>): string[] {
  const main = resolve('apps/lab/dist/main.js');
  const ports = anyNodePorts ? ['--any-node-ports'] : [];
  const seeds = seed === undefined ? [] : ['--seed', String(seed)];
  return [main, '--dir', dir, '--exit-with-stdin', ...ports, ...seeds];
}

/** The lab that is up in `dir`; undefined when none is, whatever files are left of earlier ones. */
export function runningLab(dir: string): LabFile | undefined {
  return liveOwner(resolve(dir)) === undefined ? undefined : readLabFile(dir);
}

/** @throws the reason of `signal`, or when the process of the lab has ended. */
export async function untilUp(child: ChildProcess, dir: string, signal: AbortSignal): Promise<LabFile> {
  for (;;) {
    signal.throwIfAborted();
    if (hasEnded(child)) throw new Error(`the lab ended with ${child.exitCode ?? child.signalCode}`);
    const file = readLabFile(dir);
    if (file?.pid === child.pid) return file!;
    await sleep(100);
  }
}

function readLabFile(dir: string): LabFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, 'lab.json'), 'utf8')) as LabFile;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
  await ended;
  clearTimeout(timer);
}

function lastOf(lines: string[]): string {
  return lines.slice(-15).join('\n');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
