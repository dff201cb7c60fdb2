// The lab's directory: everything that a lab writes is in there, and `owner.json` says which process it belongs to.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Pod } from '@chaos-workshop/kube-api';

import { type Component } from './component.js';
import { type Directories } from './kubelet/volumes.js';
import { startOf } from './process-table.js';

interface Owner {
  pid: number;
  start: string;
}

const ownerFile = 'owner.json';

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
    const owner: Owner = { pid: process.pid, start: startOf(process.pid) ?? '' };
    writeFileSync(join(this.path, ownerFile), JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
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
  return owner && startOf(owner.pid) === owner.start ? owner.pid : undefined;
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(path, ownerFile), 'utf8')) as Owner;
  } catch {
    return undefined;
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
