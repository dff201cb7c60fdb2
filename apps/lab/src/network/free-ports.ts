// Local ports: which are free, and who has one that is not.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import { platform } from 'node:os';
import { promisify } from 'node:util';

/** Whether somebody could listen on 127.0.0.1:port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Hands out free ports of a range in turn, so that a port is not used again soon. The default range lies below the
 * ephemeral ports of Linux (32768) and macOS (49152) and below the node ports.
 */
export class PortAllocator {
  readonly #from: number;
  readonly #count: number;
  readonly #used = new Set<number>();
  #next: number;

  constructor(range = { from: 20_000, to: 29_999 }, random: () => number = Math.random) {
    this.#from = range.from;
    this.#count = range.to - range.from + 1;
    this.#next = Math.floor(random() * this.#count);
  }

  async allocate(): Promise<number> {
    for (let tries = 0; tries < this.#count; tries++) {
      const port = this.#from + (this.#next++ % this.#count);
      if (this.#used.has(port)) continue;
      this.#used.add(port);
      if (await isFree(port)) return port;
      this.#used.delete(port);
    }
    throw new Error(
      `no free port between ${this.#from} and ${this.#from + this.#count - 1}: end some programs`,
    );
  }

  release(port: number): void {
    this.#used.delete(port);
  }
}

/** `node (pid 123)`, or `another program` when the system does not tell. */
export async function holderOf(port: number): Promise<string> {
  const holder = platform() === 'linux' ? holderFromProc(port) : await holderFromLsof(port);
  return holder ?? 'another program';
}

function holderFromProc(port: number): string | undefined {
  const inode = listeningInode(port);
  if (!inode) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (holdsSocket(pid, inode)) return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
  }
  return undefined;
}

/** Fields of /proc/net/tcp: local address, remote address, state (0A: listening), …, inode. */
function listeningInode(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => {
    try {
      return readFileSync(path, 'utf8').split('\n');
    } catch {
      return [];
    }
  });
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.find((field) => field[1]?.endsWith(suffix) && field[3] === '0A')?.[9];
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    const descriptors = readdirSync(`/proc/${pid}/fd`);
    return descriptors.some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
  } catch {
    return false; // ended, or somebody else's
  }
}

async function holderFromLsof(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
    const [pid, command] = stdout.split('\n').map((line) => line.slice(1));
    return pid && `${command} (pid ${pid})`;
  } catch {
    return undefined;
  }
}
