import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { TestCluster } from './cluster.js';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A real kubectl with a kubeconfig and a cache of its own. */
export interface Kubectl {
  version: string;
  /** Runs a command, `input` on its stdin; never rejects. */
  run: (args: string[], input?: string) => Promise<Ran>;
  /** Starts a command that does not end by itself. */
  start: (args: string[]) => ChildProcess;
}

/**
 * The kubectls of this machine, oldest first: those on PATH, their versioned siblings (`kubectl.1.29`), and those that
 * the variable KUBECTLS names (paths, separated as in PATH). One of each minor version from 1.29 on.
 */
export async function findKubectls(cluster: TestCluster): Promise<Kubectl[]> {
  const found = new Map<number, Kubectl>();
  for (const path of await candidates()) {
    const kubectl = await kubectlAt(path, cluster).catch(() => undefined);
    const minor = minorOf(kubectl?.version ?? '');
    if (kubectl !== undefined && minor >= 29) found.set(minor, kubectl);
  }
  return [...found].toSorted(([left], [right]) => left - right).map(([, kubectl]) => kubectl);
}

async function candidates(): Promise<string[]> {
  const listOf = (variable: string) => (process.env[variable] ?? '').split(delimiter).filter(Boolean);
  const folders = new Set<string>();
  for (const folder of listOf('PATH')) {
    const real = await realpath(join(folder, 'kubectl')).catch(() => undefined);
    if (real !== undefined) folders.add(dirname(real));
  }
  const siblings = await Promise.all(
    [...folders].map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return [...siblings.flat().filter((path) => /\/kubectl(\.1\.\d+)?$/.test(path)), ...listOf('KUBECTLS')];
}

async function kubectlAt(path: string, { dir, kubeconfigPath }: TestCluster): Promise<Kubectl> {
  await access(path);
  const env = { ...process.env, KUBECONFIG: kubeconfigPath, HOME: dir };
  const common = [`--cache-dir=${join(dir, 'cache')}`];
  const run = (args: string[], input = '') =>
    new Promise<Ran>((resolve) => {
      const child = execFile(
        path,
        [...common, ...args],
        { env, timeout: 20_000 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ code, stdout, stderr });
        },
      );
      child.stdin?.end(input);
    });
  const { stdout } = await run(['version', '--client', '-o', 'json']);
  const { clientVersion } = JSON.parse(stdout) as { clientVersion: { gitVersion: string } };
  const start = (args: string[]) =>
    spawn(path, [...common, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { version: clientVersion.gitVersion, run, start };
}

function minorOf(version: string): number {
  return Number(/^v1\.(\d+)/.exec(version)?.[1] ?? 0);
}
