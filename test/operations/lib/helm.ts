// Helm on the cluster under test.
import { spawnSync } from 'node:child_process';
import { kubeconfig, kubectlIn } from './cluster.ts';

/** @throws with its complaint. */
export function helm(words: string): string {
  const { status, stdout, stderr, error } = spawnSync('helm', words.split(' '), {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
    timeout: 400_000,
  });
  if (status !== 0) throw new Error(`helm ${words}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Why there can be no release here; undefined where there can. */
export function whyNoHelm(): string | undefined {
  try {
    helm('version --short');
    // Helm writes its releases as this writes a ConfigMap: a lab reads no Protobuf.
    kubectlIn('default').ok('create configmap release --dry-run=server');
    return undefined;
  } catch (error) {
    return `no Helm here: ${(error as Error).message.trim().split('\n')[0]}`;
  }
}
