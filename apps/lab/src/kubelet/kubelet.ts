// The kubelet: runs the pods of this node as processes.
import { type Change, type Pod, type Store } from '@chaos-workshop/kube-api';

import { type Component } from '../component.js';
import { type PortAllocator } from '../network/free-ports.js';
import { localPorts } from '../network/ports.js';
import { WorkQueue } from '@chaos-workshop/supervisor';
import { isOnThisNode, PodRunner } from './pod-runner.js';
import { type RunContext } from './prepare-run.js';

export interface KubeletOptions {
  context: RunContext;
  ports: PortAllocator;
  log: (line: string) => void;
}

/** How long pods may take to end when the lab ends. */
const farewellMs = 3000;

export class Kubelet implements Component {
  readonly name = 'kubelet';
  readonly #options: KubeletOptions;
  readonly #store: Store;
  readonly #runners = new Map<string, PodRunner>();
  readonly #queue: WorkQueue;
  #unwatch = () => {};

  constructor(options: KubeletOptions) {
    this.#options = options;
    this.#store = options.context.store;
    const work = (uid: string) => this.#runners.get(uid)?.reconcile();
    this.#queue = new WorkQueue({ name: this.name, work, log: options.log });
  }

  async start(): Promise<void> {
    this.#unwatch = this.#store.watch<Pod>(['Pod'], (change) => this.#notice(change));
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#queue.stop();
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop(farewellMs)));
  }

  runner(pod: Pod): PodRunner | undefined {
    return this.#runners.get(pod.metadata.uid ?? '');
  }

  /** SIGKILL for a container's process, of the pod `namespace/name`; false when it does not run. */
  kill(pod: string, container: string): boolean {
    const isIt = ({ pod: { metadata } }: PodRunner) => `${metadata.namespace}/${metadata.name}` === pod;
    return [...this.#runners.values()]
      .filter(isIt)
      .some((runner) => runner.container(container)?.kill() === true);
  }

  #notice({ type, object: pod }: Change<Pod>): void {
    const { uid = '' } = pod.metadata;
    const isOver = type === 'DELETED' || pod.metadata.deletionGracePeriodSeconds === 0;
    if (!isOver && isOnThisNode(pod) && !this.#runners.has(uid)) this.#adopt(pod);
    this.#queue.add(uid);
  }

  #adopt(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const { context, ports } = this.#options;
    const runner = new PodRunner(pod, {
      context,
      changed: () => this.#queue.add(uid),
      removed: () => {
        this.#runners.delete(uid);
        for (const port of localPorts(pod).values()) ports.release(port);
      },
    });
    this.#runners.set(uid, runner);
  }
}
