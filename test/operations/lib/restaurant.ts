// The restaurant that is installed in the cluster under test, with the reference as its order service for the time of a test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { LoadSummary } from '../../../apps/customer/src/load/figures.ts';
import { findKubectls, Kubectl } from '../../lib/kubectl.ts';

export const namespace = 'chaos-workshop';
const kubeconfig = process.env['CONFORMANCE_KUBECONFIG'] ?? '';

/** `npm run operations` loads as much as the promise says, `npm test` just enough to see each operation work. */
const isFull = process.env['OPERATIONS'] === 'full';
export const load = isFull ? { orders: 600, rate: 20 } : { orders: 60, rate: 10 };
export const longLoad = isFull ? { orders: 2_000, rate: 20 } : load;

export class Restaurant {
  readonly kubectl = new Kubectl(findKubectls()[0]?.path ?? 'kubectl', kubeconfig, namespace);
  #variant = 'starter';

  open(): void {
    const path = '{.spec.template.spec.containers[0].env[?(@.name=="VARIANT")].value}';
    this.#variant = this.kubectl.ok(`get deployment order-service -o jsonpath=${path}`);
    this.#set('reference');
  }

  /** As it was found. */
  close(): void {
    this.#set(this.#variant);
  }

  #set(variant: string): void {
    this.kubectl.ok(`set env deployment/order-service VARIANT=${variant}`);
    this.settle();
  }

  /** Every part has all its pods. */
  settle(): void {
    for (const name of [
      'deployment/order-service',
      'deployment/menu-service',
      'deployment/loyalty-service',
      'statefulset/mysql',
      'deployment/redis',
    ])
      this.kubectl.ok(`rollout status ${name} --timeout=150s`, undefined, 160);
  }

  /** Names of the nodes that pods may run on. */
  nodes(): string[] {
    return this.kubectl.ok('get nodes -o jsonpath={.items[*].metadata.name}').split(' ');
  }
}

/** Helm on the cluster under test. @throws with its complaint. */
export function helm(words: string): string {
  const { status, stdout, stderr, error } = spawnSync('helm', words.split(' '), {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`helm ${words}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Why there is nothing to upgrade; undefined where the restaurant is a Helm release. */
export function whyNoRelease(): string | undefined {
  try {
    helm(`status chaos-workshop --namespace ${namespace}`);
    return undefined;
  } catch {
    return 'the restaurant of this cluster is not a Helm release: nothing to upgrade';
  }
}

/** Every order was placed, and each is stored once. */
export function assertNothingLost({ failed, audit, auditFailure }: LoadSummary): void {
  assert.equal(auditFailure, undefined);
  assert.deepEqual(audit?.findings, []);
  assert.equal(failed, 0);
}
