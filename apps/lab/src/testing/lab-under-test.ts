// A whole lab for a test: its own directory, manifests and images, reached over its Kubernetes API.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = resolve(dirname(fileURLToPath(import.meta.url)), '../main.js');

export interface Answer {
  status: number;
  text: string;
}

export class LabUnderTest {
  readonly root = mkdtempSync(join(tmpdir(), 'lab-'));
  readonly directory = join(this.root, '.lab');
  #process: ChildProcess | undefined;
  output = '';

  /** Resolves when the lab says that everything is ready. */
  async start(manifest: string, images: Record<string, string>): Promise<void> {
    mkdirSync(join(this.root, 'k8s'), { recursive: true });
    writeFileSync(join(this.root, 'k8s', 'fixture.yaml'), manifest);
    const mapped = Object.entries(images).flatMap(([name, script]) => [
      '--image',
      `${name}=node ${this.#save(name, script)}`,
    ]);
    const args = [
      '--dir',
      this.directory,
      '--manifests',
      join(this.root, 'k8s'),
      '--any-node-ports',
      '--exit-with-stdin',
      ...mapped,
    ];
    this.#process = spawn(process.execPath, [program, ...args], { stdio: 'pipe' });
    this.#process.stdout?.on('data', (chunk) => (this.output += chunk));
    this.#process.stderr?.on('data', (chunk) => (this.output += chunk));
    await this.until('the lab is ready', () => {
      if (this.#process?.exitCode != null) throw new Error(`the lab ended:\n${this.output}`);
      return existsSync(join(this.directory, 'lab.json'));
    });
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  nodePort(name: string): number {
    return this.file().nodePorts[name] ?? 0;
  }

  file(): { nodePorts: Record<string, number>; toxiproxy: string } {
    return JSON.parse(readFileSync(join(this.directory, 'lab.json'), 'utf8'));
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.#process || this.#process.exitCode !== null) return this.#process?.exitCode ?? null;
    const exit = once(this.#process, 'exit');
    this.#process.kill(signal);
    return ((await exit) as [number | null])[0];
  }

  /** What the lab sees when whoever started it is killed. */
  async orphan(): Promise<number | null> {
    if (!this.#process) return null;
    const exit = once(this.#process, 'exit');
    for (const stream of this.#process.stdio) stream?.destroy();
    return ((await exit) as [number | null])[0];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.request('PATCH', path, body);
  }

  request(method: string, path: string, body?: unknown): Promise<Answer> {
    const { clusters, users } = JSON.parse(readFileSync(join(this.directory, 'kubeconfig'), 'utf8')) as {
      clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
      users: [{ user: { token: string } }];
    };
    const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
    const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
    const headers = { Authorization: `Bearer ${users[0].user.token}`, 'Content-Type': type };
    const options = { method, headers, ca: Buffer.from(ca, 'base64'), agent: false };
    return new Promise((resolve, reject) => {
      const request = https.request(`${server}${path}`, options, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Waits for a condition instead of sleeping; says what it waited for when it does not come. */
  async until<T>(
    what: string,
    condition: () => Promise<T> | T,
  ): Promise<Exclude<T, false | null | undefined>> {
    const deadline = Date.now() + 25_000;
    for (;;) {
      const value = await condition();
      if (value) return value as Exclude<T, false | null | undefined>;
      if (Date.now() > deadline) throw new Error(`not within 25 s: ${what}\n${this.output}`);
      await delay(50);
    }
  }

  #save(image: string, script: string): string {
    const path = join(this.root, `${image.replaceAll('/', '-')}.mjs`);
    writeFileSync(path, script);
    return path;
  }
}
