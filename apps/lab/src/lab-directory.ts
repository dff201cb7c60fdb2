// The lab's directory: everything that a lab writes is in there, and `owner.json` says which process it belongs to.
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Pod } from '@chaos-workshop/kube-api';

import { type Component } from './component.js';
import { type Directories } from './kubelet/volumes.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-table.js';

const ownerFile = 'owner.json';
const processesFile = 'processes';

export class LabDirectory implements Component, Directories {
  readonly name = 'lab directory';
  readonly path: string;
  #isOurs = false;

  /** `path` is absolute. */
  constructor(path: string) {
    this.path = path;
  }

  async start(): Promise<void> {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    refuseForeign(this.path);
    const owner = JSON.stringify(identityOf(process.pid));
    writeFileSync(join(this.path, ownerFile), owner, { flag: 'wx', mode: 0o600 });
    this.#isOurs = true;
  }

  async stop(): Promise<void> {
    if (this.#isOurs) rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Readers see the old file or the whole new one. */
  write(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(`${path}.new`, content, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return path;
  }

  /** Notes a process group of this lab, for the day on which the lab cannot end it by itself. */
  remember(pid: number): void {
    appendFileSync(join(this.path, processesFile), `${JSON.stringify(identityOf(pid))}\n`);
  }

  pod({ metadata }: Pod): string {
    return join(this.path, 'pods', `${metadata.namespace}_${metadata.name}_${metadata.uid?.slice(0, 8)}`);
  }

  claim(namespace: string, name: string): string {
    return join(this.path, 'volumes', `${namespace}_${name}`);
  }

  removeClaim(namespace: string, name: string): void {
    rmSync(this.claim(namespace, name), { recursive: true, force: true });
  }
}

/** Whether a directory was made by a lab. */
export function isLab(path: string): boolean {
  return readOwner(path) !== undefined;
}

/** The process whose lab it is, if that process still runs. */
export function liveOwner(path: string): number | undefined {
  const owner = readOwner(path);
  return owner && isAlive(owner) ? owner.pid : undefined;
}

/** The noted process groups whose first process still runs. */
export function rememberedProcesses(path: string): number[] {
  const lines = read(join(path, processesFile)).split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as ProcessIdentity)
    .filter(isAlive)
    .map(({ pid }) => pid);
}

function readOwner(path: string): ProcessIdentity | undefined {
  const text = read(join(path, ownerFile));
  return text ? (JSON.parse(text) as ProcessIdentity) : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function refuseForeign(path: string): void {
  const pid = liveOwner(path);
  if (pid !== undefined) {
    throw new Error(
      `a lab already runs in ${path} (pid ${pid}): end it with npm run down, or choose another --dir`,
    );
  }
  if (readdirSync(path).length > 0) {
    throw new Error(
      `${path} is not empty and not a lab's: choose another --dir, the lab removes its directory at the end`,
    );
  }
}
