import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosStatus, HTTPFault } from '@chaos-workshop/chaos-mesh';
import {
  ApiServer,
  type Event,
  kubeconfig,
  type KubeObject,
  type Pod,
  Store,
} from '@chaos-workshop/kube-api';
import { parse } from 'yaml';
import { Relay } from './relay.js';

const definition = new URL('../../../../helm/chaos-workshop/crds/httpfaults.yaml', import.meta.url);

/** A Kubernetes API with the chart's definition of HTTPFault, and no admission but its schema, as in a cluster. */
export class TestCluster {
  readonly store = new Store();
  readonly kubeconfig: string;
  /** What is between the operator and the API. */
  readonly link: Relay;

  private constructor(kubeconfigPath: string, link: Relay) {
    this.kubeconfig = kubeconfigPath;
    this.link = link;
  }

  static async start(t: TestContext): Promise<TestCluster> {
    const dir = await mkdtemp(join(tmpdir(), 'operator-'));
    const link = await Relay.start(t);
    const cluster = new TestCluster(join(dir, 'kubeconfig'), link);
    const server = new ApiServer({ store: cluster.store, token: 'test' });
    const { url, caPem } = await server.listen();
    link.leadTo(Number(new URL(url).port));
    const access = { server: link.url, caPem, token: 'test', context: 'test', namespace: 'shop' };
    await writeFile(cluster.kubeconfig, kubeconfig(access), { mode: 0o600 });
    const annotations = { 'chaos-mesh.org/inject': 'enabled' };
    cluster.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations } });
    cluster.store.create(parse(await readFile(definition, 'utf8')) as KubeObject);
    t.after(async () => {
      await server.close();
      await rm(dir, { recursive: true });
    });
    return cluster;
  }

  /** An HTTPFault on all menu pods: every request is answered with 503 or cut unless told otherwise. */
  apply(name: string, spec: Partial<HTTPFault['spec']> = {}, annotations: Record<string, string> = {}): void {
    this.store.create<HTTPFault>({
      apiVersion: 'chaos-workshop.io/v1alpha1',
      kind: 'HTTPFault',
      metadata: { namespace: 'shop', name, annotations },
      spec: {
        selector: { labelSelectors: { app: 'menu' } },
        mode: 'all',
        port: 8080,
        before: { failPercent: 100 },
        ...spec,
      },
    });
  }

  fault(name: string): HTTPFault | undefined {
    return this.store.get<HTTPFault>(keyOf(name));
  }

  annotate(name: string, annotations: Record<string, string>): void {
    this.store.update<HTTPFault>(keyOf(name), ({ metadata }) => {
      metadata.annotations = { ...metadata.annotations, ...annotations };
    });
  }

  delete(name: string): void {
    this.store.delete(keyOf(name));
  }

  deletePod(name: string): void {
    this.store.delete({ kind: 'Pod', namespace: 'shop', name }, { gracePeriodSeconds: 0 });
  }

  addPod(pod: Pod): void {
    this.store.create(pod);
  }

  /** Resolves with the status in which a condition is true. */
  condition(name: string, type: string): Promise<ChaosStatus> {
    return until(`${type} of ${name}`, () => {
      const status = this.fault(name)?.status;
      return status?.conditions?.some((one) => one.type === type && one.status === 'True') && status;
    });
  }

  gone(name: string): Promise<true> {
    return until(`${name} to be gone`, () => this.fault(name) === undefined);
  }

  /** The phase of each record, by pod. */
  phases(name: string): Record<string, string> {
    const records = this.fault(name)?.status?.experiment.containerRecords ?? [];
    return Object.fromEntries(records.map(({ id, phase }) => [id.replace('shop/', ''), phase]));
  }

  /** What was told of a fault, oldest first. */
  events(name: string): Event[] {
    return this.store.list<Event>('Event').filter(({ involvedObject }) => involvedObject.name === name);
  }

  reasons(name: string): string[] {
    return this.events(name).map(({ reason = '' }) => reason);
  }
}

/** Resolves with the first value that is neither false nor undefined; rejects when there is none for a minute. */
export async function until<T>(
  what: string,
  look: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== false && found !== undefined) return found;
    await sleep(20);
  }
  throw new Error(`waited a minute for ${what}`);
}

function keyOf(name: string): { kind: string; namespace: string; name: string } {
  return { kind: 'HTTPFault', namespace: 'shop', name };
}
