// The restaurant that is installed in the cluster under test, with the reference as its order service for the time of a test.
import assert from 'node:assert/strict';
import type { V1Node, V1NodeList } from '@kubernetes/client-node';
import type { LoadSummary } from '../../../apps/customer/src/load/figures.ts';
import { findKubectls, Kubectl } from '../../lib/kubectl.ts';

export const namespace = 'chaos-workshop';
export const kubeconfig = process.env['CONFORMANCE_KUBECONFIG'] ?? '';

/** `npm run operations` loads as much as the promise says, `npm test` just enough to see each operation work. */
const isFull = process.env['OPERATIONS'] === 'full';
export const load = isFull ? { orders: 300, rate: 10 } : { orders: 40, rate: 10 };
export const longLoad = isFull ? { orders: 2_000, rate: 10 } : load;

export class Restaurant {
  readonly kubectl = new Kubectl(findKubectls()[0]?.path ?? 'kubectl', kubeconfig, namespace);
  #found = { variant: 'starter', replicas: '1' };

  open(): void {
    const field = (path: string) => this.kubectl.ok(`get deployment order-service -o jsonpath={${path}}`);
    this.#found = {
      variant: field('.spec.template.spec.containers[0].env[?(@.name=="VARIANT")].value'),
      replicas: field('.spec.replicas'),
    };
    this.serve('reference');
  }

  /** As it was found. */
  close(): void {
    this.kubectl.ok(`scale deployment/order-service --replicas=${this.#found.replicas}`);
    this.serve(this.#found.variant);
  }

  serve(variant: string): void {
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
      this.kubectl.ok(`rollout status ${name} --timeout=240s`, undefined, 250);
  }

  /** Names of the nodes that take pods. */
  nodes(): string[] {
    const { items } = JSON.parse(this.kubectl.ok('get nodes -o json')) as V1NodeList;
    const isOpen = ({ spec }: V1Node) => !spec?.taints?.some(({ effect }) => effect.startsWith('No'));
    return items.filter(isOpen).map(({ metadata }) => metadata?.name ?? '');
  }
}

/** Every order was placed, and each is stored once. */
export function assertNothingLost({ failed, audit, auditFailure }: LoadSummary): void {
  assert.equal(auditFailure, undefined);
  assert.deepEqual(audit?.findings, []);
  assert.equal(failed, 0);
}

/**
 * Nobody was cut off. Many pods that start at once can take the whole of a small machine; what cannot be served then is
 * sent back with a 503 and comes again.
 */
export function assertOnlySentBack({ failedAttempts }: LoadSummary): void {
  const { '5xx': _sentBack, ...others } = failedAttempts;
  assert.deepEqual(others, {});
}
