// One pod: carries out the plan and writes the status.
import { rmSync } from 'node:fs';
import { type Container, type Pod, recordEvent, type Store } from '@chaos-workshop/kube-api';

import { nodeName } from '../workloads/node.js';
import { ContainerRunner } from './container-runner.js';
import { isLive } from './container-state.js';
import { type Action, planPod } from './plan-pod.js';
import { podStatus } from './pod-status.js';
import { type RunContext } from './prepare-run.js';

export interface PodRunnerOptions {
  context: RunContext;
  /** Asks for `reconcile` to be called. */
  changed: () => void;
  /** The pod is gone and so are its processes. */
  removed: () => void;
}

export class PodRunner {
  readonly #options: PodRunnerOptions;
  readonly #store: Store;
  readonly #runners = new Map<string, ContainerRunner>();
  readonly #directory: string;
  /** The pod as last seen; what is left of one that was removed by force. */
  #pod: Pod;

  constructor(pod: Pod, options: PodRunnerOptions) {
    this.#pod = pod;
    this.#options = options;
    this.#store = options.context.store;
    this.#directory = options.context.directories.pod(pod);
    for (const { name } of containersOf(pod)) this.#runners.set(name, this.#newRunner(name));
  }

  get pod(): Pod {
    return this.#pod;
  }

  container(name: string | undefined): ContainerRunner | undefined {
    return name === undefined ? [...this.#runners.values()].at(-1) : this.#runners.get(name);
  }

  /** Looks at the pod as it is in the store now. Returns after how many milliseconds to look again. */
  reconcile(): number | undefined {
    const stored = this.#stored();
    this.#pod = stored ?? this.#pod;
    const actions = planPod(stored, this.#views(), Date.now());
    for (const action of actions) this.#carryOut(action);
    if (stored) this.#writeStatus();
    const waits = actions.flatMap((action) => (action.do === 'look-again' ? action.afterMs : []));
    return waits.length ? Math.max(1, Math.min(...waits)) : undefined;
  }

  /** Ends everything without telling the cluster, which is ending too. */
  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop(graceMs, 'Stopping the lab')));
  }

  #stored(): Pod | undefined {
    const { name, namespace = '', uid } = this.#pod.metadata;
    const pod = this.#store.get<Pod>({ kind: 'Pod', namespace, name });
    return pod?.metadata.uid === uid ? pod : undefined;
  }

  #views() {
    return [...this.#runners.values()].map((runner) => runner.view);
  }

  #carryOut(action: Action): void {
    switch (action.do) {
      case 'start':
        return this.#runner(action)?.start(this.#pod, this.#spec(action.container), action.backOff);
      case 'wait':
        return this.#runner(action)?.wait(action.delayMs, this.#pod);
      case 'wait-for-image':
        return this.#runner(action)?.waitForImage();
      case 'restart':
        return void this.#runner(action)?.restart(this.#graceMs(), action.because);
      case 'stop':
        return this.#stopAll();
      case 'remove':
        return this.#remove();
      case 'look-again':
        return;
      default:
        return action satisfies never;
    }
  }

  #stopAll(): void {
    const graceMs = this.#stored() ? this.#graceMs() : 0;
    for (const [name, runner] of this.#runners) {
      if (isLive(runner.view)) void runner.stop(graceMs, `Stopping container ${name}`);
    }
  }

  #remove(): void {
    const { name, namespace = '', uid = '' } = this.#pod.metadata;
    if (this.#stored()) {
      this.#writeStatus();
      this.#store.delete({ kind: 'Pod', namespace, name }, { gracePeriodSeconds: 0, uid });
    }
    rmSync(this.#directory, { recursive: true, force: true });
    this.#options.removed();
  }

  #graceMs(): number {
    const { metadata, spec } = this.#pod;
    return (metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30) * 1000;
  }

  #writeStatus(): void {
    const { name, namespace = '', uid } = this.#pod.metadata;
    this.#store.update<Pod>({ kind: 'Pod', namespace, name }, (draft) => {
      if (draft.metadata.uid === uid) draft.status = podStatus(this.#pod, this.#views(), Date.now());
    });
  }

  #runner({ container }: { container: string }): ContainerRunner | undefined {
    return this.#runners.get(container);
  }

  #spec(name: string): Container {
    return containersOf(this.#pod).find((container) => container.name === name) as Container;
  }

  #newRunner(container: string): ContainerRunner {
    const { context, changed } = this.#options;
    const tell = (type: 'Normal' | 'Warning', reason: string, message: string) => {
      const fieldPath = `spec.containers{${container}}`;
      const source = { component: 'kubelet', host: nodeName };
      recordEvent(this.#store, { about: this.#pod, type, reason, message, ...source, fieldPath });
    };
    return new ContainerRunner(container, this.#directory, { context, events: { changed, tell } });
  }
}

/** What the node runs: the init containers and the containers of a pod. */
function containersOf({ spec }: Pod): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

export function isOnThisNode(pod: Pod): boolean {
  return pod.spec.nodeName === nodeName;
}
