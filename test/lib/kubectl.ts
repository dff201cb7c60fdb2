// The real kubectl against one cluster: run it, watch with it, and find the versions this machine has.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { globSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const oldestMinor = 29;

/** Every kubectl from 1.29 on: those on PATH, and `kubectl.1.30` and the like beside them. Newest first. */
export function findKubectls(): { path: string; version: string }[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => globSync(join(folder, 'kubectl')));
  const beside = onPath.flatMap((path) => globSync(join(dirname(realpathSync(path)), 'kubectl.1.*')));
  const found = new Map<string, string>();
  for (const path of [...onPath, ...beside]) {
    const version = versionOf(path);
    if (version && minor(version) >= oldestMinor && !found.has(version)) found.set(version, path);
  }
  return [...found]
    .map(([version, path]) => ({ version, path }))
    .sort((a, b) => minor(b.version) - minor(a.version));
}

export class Kubectl {
  readonly #path: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #scope: string[];

  /** `namespace`: another one than the kubeconfig's. */
  constructor(path: string, kubeconfig: string, namespace?: string) {
    this.#path = path;
    this.#scope = namespace === undefined ? [] : [`--namespace=${namespace}`];
    this.#env = {
      ...process.env,
      KUBECONFIG: kubeconfig,
      KUBECACHEDIR: join(dirname(kubeconfig), 'kubectl-cache'),
    };
  }

  /** Runs to its end, whatever its exit code; `input` goes to stdin. */
  run(words: string, input?: string, withinSeconds = 60): Outcome {
    const { status, stdout, stderr } = spawnSync(this.#path, [...this.#scope, ...words.split(' ')], {
      env: this.#env,
      encoding: 'utf8',
      timeout: withinSeconds * 1_000,
      ...(input !== undefined && { input }),
    });
    return { code: status ?? -1, stdout, stderr };
  }

  /** Runs and returns what it printed; @throws with its complaint when it failed. */
  ok(words: string, input?: string, withinSeconds?: number): string {
    const { code, stdout, stderr } = this.run(words, input, withinSeconds);
    if (code !== 0) throw new Error(`kubectl ${words}: exit code ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Starts a command that goes on (`-w`, `-f`) and collects its lines. */
  follow(words: string): Following {
    return new Following(spawn(this.#path, [...this.#scope, ...words.split(' ')], { env: this.#env }));
  }
}

export class Following {
  output = '';
  /** It went by itself: nothing more comes. */
  hasEnded = false;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('close', () => (this.hasEnded = true));
    child.stdout?.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.output += data.toString()));
  }

  /** Resolves when the output matches; @throws with the output when the time is over, or nothing more comes. */
  async until(pattern: RegExp, withinSeconds = 30): Promise<void> {
    const end = Date.now() + withinSeconds * 1_000;
    while (!pattern.test(this.output)) {
      if (this.hasEnded) throw new Error(`no ${pattern} to the end of:\n${this.output}`);
      if (Date.now() > end) throw new Error(`no ${pattern} in ${withinSeconds} s in:\n${this.output}`);
      await sleep(50);
    }
  }

  stop(): void {
    this.#child.kill();
  }
}

function versionOf(path: string): string | undefined {
  const { stdout } = spawnSync(path, ['version', '--client'], { encoding: 'utf8' });
  return /v(1\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}
