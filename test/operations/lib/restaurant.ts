// The restaurant that is operated on, with the reference as its order service: a release of its own, or what a lab has.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { V1Node, V1NodeList } from '@kubernetes/client-node';
import type { LoadSummary } from '../../../apps/customer/src/load/figures.ts';
import type { Kubectl } from '../../lib/kubectl.ts';
import { kubectlIn, valuesOfPlace } from './cluster.ts';
import { helm, whyNoHelm } from './helm.ts';

/** `npm run operations` loads as much as the promise says; OPERATIONS=quick and `npm test` just enough to see each work. */
const isFull = process.env['OPERATIONS'] === 'full';
export const load = isFull ? { orders: 300, rate: 10 } : { orders: 40, rate: 10 };
export const longLoad = isFull ? { orders: 2_000, rate: 10 } : load;

const parts = [
  'deployment/order-service',
  'deployment/menu-service',
  'deployment/loyalty-service',
  'statefulset/mysql',
  'deployment/redis',
];
const patience = '--wait --timeout 6m';

export class Restaurant {
  readonly whyNoHelm = whyNoHelm();
  readonly namespace = this.whyNoHelm === undefined ? 'operations-restaurant' : 'chaos-workshop';
  /** Its pods on a node that is shared with others. */
  readonly pods = `app.kubernetes.io/instance=${this.whyNoHelm === undefined ? 'restaurant' : 'chaos-workshop'}`;
  readonly kubectl: Kubectl = kubectlIn(this.namespace);
  readonly #release = `restaurant --namespace ${this.namespace}`;

  open(): void {
    if (this.whyNoHelm === undefined) this.#install();
    else this.kubectl.ok('set env deployment/order-service VARIANT=reference');
    this.settle();
  }

  close(): void {
    if (this.whyNoHelm !== undefined) {
      this.kubectl.ok('set env deployment/order-service VARIANT=starter');
      return this.settle();
    }
    helm(`uninstall ${this.#release} --wait --timeout 3m`);
    this.kubectl.ok(`delete namespace ${this.namespace} --wait=false`);
  }

  /** The release as it is, but for one value. */
  upgrade(value: string): void {
    helm(`upgrade ${this.#release} helm/chaos-workshop --reuse-values --set ${value} ${patience}`);
  }

  rollBack(): void {
    helm(`rollback ${this.#release} ${patience}`);
  }

  /** Every part has all its pods. */
  settle(): void {
    for (const name of parts) this.rolledOut(name);
  }

  rolledOut(name: string): void {
    this.kubectl.ok(`rollout status ${name} --timeout=240s`, undefined, 250);
  }

  /** Names of the nodes that take pods. */
  nodes(): string[] {
    const { items } = JSON.parse(this.kubectl.ok('get nodes -o json')) as V1NodeList;
    const isOpen = ({ spec }: V1Node) => !spec?.taints?.some(({ effect }) => effect.startsWith('No'));
    return items.filter(isOpen).map(({ metadata }) => metadata?.name ?? '');
  }

  #install(): void {
    const namespace = readFileSync('k8s/namespace.yaml', 'utf8');
    this.kubectl.ok('apply -f -', namespace.replace('name: chaos-workshop', `name: ${this.namespace}`));
    const values = `${valuesOfPlace()},services.order-service.env.VARIANT=reference`;
    helm(`upgrade --install ${this.#release} helm/chaos-workshop --set ${values} ${patience}`);
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
