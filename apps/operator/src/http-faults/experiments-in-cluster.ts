import { isDeepStrictEqual } from 'node:util';
import {
  type Chaos,
  type Cluster,
  eventMaker,
  experimentId,
  type Experiments,
  httpFaultVersion,
  parseExperimentId,
  type TellOf,
  withDefaults,
} from '@chaos-workshop/chaos-mesh';
import type { Namespace, Node, Pod } from '@chaos-workshop/kube-api';
import type { KubeClient } from '../kube/kube-client.js';
import { isConflict, unlessMissing } from '../kube/kube-error.js';

export interface ExperimentsInClusterOptions {
  client: KubeClient;
  /** Of the namespace. */
  pods: () => Pod[];
  log: (line: string) => void;
  now?: () => Date;
}

const mostConflicts = 5;

export function httpFaultsPath(namespace: string): string {
  return `/apis/${httpFaultVersion}/namespaces/${namespace}/httpfaults`;
}

/** The HTTPFaults of this operator's namespace, kept by the Kubernetes API. */
export class ExperimentsInCluster implements Experiments {
  readonly #options: ExperimentsInClusterOptions;
  readonly #eventOf: ReturnType<typeof eventMaker>;
  /** Events are written one after the other, as they happened. */
  #telling: Promise<unknown> = Promise.resolve();

  constructor(options: ExperimentsInClusterOptions) {
    this.#options = options;
    this.#eventOf = eventMaker(options.now ?? (() => new Date()));
  }

  async find(id: string): Promise<Chaos | undefined> {
    const { namespace, name } = parseExperimentId(id);
    const path = `${httpFaultsPath(namespace)}/${name}`;
    const found = await this.#options.client.get<Chaos>(path).catch(unlessMissing);
    return found && withDefaults(found);
  }

  async update(chaos: Chaos, change: (draft: Chaos) => void): Promise<Chaos | undefined> {
    let current = chaos;
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        return await this.#write(current, change);
      } catch (error) {
        if (!isConflict(error) || conflicts === mostConflicts) throw error;
      }
      const found = await this.find(experimentId(chaos));
      if (found === undefined || found.metadata.uid !== chaos.metadata.uid) return undefined;
      current = found;
    }
  }

  /** Other namespaces and the labels of nodes are none of this operator's business. */
  async cluster(): Promise<Cluster> {
    const { client, pods } = this.#options;
    const path = `/api/v1/namespaces/${client.namespace}`;
    const namespace = await client.get<Namespace>(path);
    return { pods: pods(), nodes: nodesOf(pods()), namespaces: [namespace], services: [] };
  }

  readonly tell: TellOf = (chaos, component, news) => {
    const { client, log } = this.#options;
    const event = this.#eventOf(chaos, component, news);
    const write = () => client.create(`/api/v1/namespaces/${event.metadata.namespace}/events`, event);
    this.#telling = this.#telling.then(write).catch((error: Error) => log(`event: ${error.message}`));
  };

  /** Finalizers, annotations and status: an operator never touches a spec. */
  async #write(current: Chaos, change: (draft: Chaos) => void): Promise<Chaos | undefined> {
    const draft = structuredClone(current);
    change(draft);
    if (isDeepStrictEqual(draft, current)) return current;
    const { resourceVersion, namespace = '', name, annotations, finalizers } = draft.metadata;
    const patch = { metadata: { resourceVersion, annotations, finalizers }, status: draft.status };
    const path = `${httpFaultsPath(namespace)}/${name}`;
    const written = await this.#options.client.patch<Chaos>(path, patch).catch(unlessMissing);
    return written && withDefaults(written);
  }
}

function nodesOf(pods: Pod[]): Node[] {
  const names = new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []));
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name } }));
}
