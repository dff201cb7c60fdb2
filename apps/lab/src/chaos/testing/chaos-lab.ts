import type { TestContext } from 'node:test';
import type { Chaos, ChaosStatus } from '@chaos-workshop/chaos-mesh';
import { ApiServer, type Event, type KubeObject, type Pod, Store } from '@chaos-workshop/kube-api';
import type { DataPlane } from '../../data-plane.js';
import { LinkTable } from '../../network/links.js';
import { chaosAdmission, chaosKinds, createChaos } from '../index.js';
import { edge } from './edges.js';
import { RecordingDataPlane } from './recording-data-plane.js';
import { until } from './until.js';

/** The chaos component on a real store: an open namespace `shop`, an order pod that calls two menu pods. */
export class ChaosLab<Plane extends DataPlane = RecordingDataPlane> {
  readonly store = new Store();
  readonly links = new LinkTable();
  readonly killed: string[] = [];
  readonly dataPlane: Plane;
  readonly #api = new ApiServer({
    store: this.store,
    admission: [chaosAdmission(this.store)],
    token: 'unused',
  });

  private constructor(dataPlane: Plane) {
    this.dataPlane = dataPlane;
  }

  static start(t: TestContext, now?: () => Date): Promise<ChaosLab> {
    return ChaosLab.startOn(t, new RecordingDataPlane(), now);
  }

  static async startOn<Plane extends DataPlane>(
    t: TestContext,
    dataPlane: Plane,
    now = () => new Date(),
  ): Promise<ChaosLab<Plane>> {
    const lab = new ChaosLab(dataPlane);
    lab.#populate();
    const component = createChaos({
      store: lab.store,
      links: lab.links,
      dataPlane,
      containers: { kill: (pod, container) => lab.killed.push(`${pod}/${container}`) > 0 },
      random: () => 0.5,
      log: () => {},
      now,
    });
    await component.start(new AbortController().signal);
    t.after(() => component.stop());
    return lab;
  }

  /** Creates or changes an object as a client would: through schema and admission. */
  apply(object: KubeObject): KubeObject {
    return this.#api.apply(object);
  }

  addPod(name: string, app: string): void {
    const metadata = { namespace: 'shop', name, labels: { app } };
    const containers = [{ name: 'main', image: `shop/${app}` }];
    this.store.create<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { nodeName: 'here', containers },
      status: { phase: 'Running' },
    });
  }

  find(kind: string, name: string): Chaos | undefined {
    return this.store.get<Chaos>({ kind, namespace: 'shop', name });
  }

  /** Resolves with the status in which a condition is true. */
  condition(kind: string, name: string, type: string): Promise<ChaosStatus> {
    return until(`${type} of ${name}`, () => {
      const status = this.find(kind, name)?.status;
      return status?.conditions?.some((one) => one.type === type && one.status === 'True')
        ? status
        : undefined;
    });
  }

  gone(kind: string, name: string): Promise<true> {
    return until(`${name} to be gone`, () => this.find(kind, name) === undefined);
  }

  /** What was told of an experiment, oldest first. */
  events(name: string): Event[] {
    return this.store.list<Event>('Event').filter(({ involvedObject }) => involvedObject.name === name);
  }

  reasons(name: string): string[] {
    return this.events(name).map(({ reason = '' }) => reason);
  }

  #populate(): void {
    const annotations = { 'chaos-mesh.org/inject': 'enabled' };
    this.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations } });
    for (const definition of chaosKinds()) this.store.create(definition);
    for (const app of ['order', 'menu']) {
      const spec = { selector: { app }, clusterIP: '10.0.0.1', ports: [{ port: 8080 }] };
      this.store.create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace: 'shop', name: app },
        spec,
      });
    }
    this.addPod('order-1', 'order');
    this.addPod('menu-1', 'menu');
    this.addPod('menu-2', 'menu');
    this.links.put(edge('order-1', 'menu', []).link);
  }
}

/** An experiment on the menu pods. */
export function experiment(
  kind: Chaos['kind'],
  name: string,
  spec: object,
  annotations?: Record<string, string>,
): KubeObject {
  return {
    apiVersion: kind === 'HTTPFault' ? 'chaos-workshop.io/v1alpha1' : 'chaos-mesh.org/v1alpha1',
    kind,
    metadata: { namespace: 'shop', name, ...(annotations && { annotations }) },
    spec: { mode: 'all', selector: { labelSelectors: { app: 'menu' } }, ...spec },
  };
}
