// Helm on the cluster under test, and the restaurant as its release.
import { spawnSync } from 'node:child_process';
import { kubeconfig, namespace } from './restaurant.ts';

const release = `chaos-workshop --namespace ${namespace}`;
const patience = '--wait --timeout 6m';

/** The release as it is, but for one value. */
export function upgrade(value: string): void {
  helm(`upgrade ${release} helm/chaos-workshop --reuse-values --set ${value} ${patience}${force()}`);
}

export function rollBack(to: string): void {
  helm(`rollback ${release.replace(' ', ` ${to} `)} ${patience}${force()}`);
}

export function revision(): string {
  const { version } = JSON.parse(helm(`status ${release} --output json`)) as { version: number };
  return String(version);
}

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

/** Why nothing can be upgraded here; undefined where the restaurant is a Helm release. */
export function whyNoRelease(): string | undefined {
  try {
    helm(`status chaos-workshop --namespace ${namespace}`);
    return undefined;
  } catch (error) {
    return `no Helm release to upgrade (a lab has none: Helm writes Protobuf, and its API reads JSON): ${(error as Error).message.trim()}`;
  }
}

/** Helm 4 has to be told that it wins over `kubectl set env`; Helm 3 always does. */
function force(): string {
  return helm('version --short').startsWith('v3') ? '' : ' --force-conflicts';
}
