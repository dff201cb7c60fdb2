// One experiment, as kubectl applies it and tells of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kubectl } from '../../../lib/kubectl.ts';

export type Kind = 'PodChaos' | 'NetworkChaos' | 'HTTPChaos' | 'HTTPFault';

/** The manifest of an experiment; `spec` is JSON without its braces. */
export function manifest(
  kind: Kind,
  name: string,
  spec: string,
  annotations: Record<string, string> = {},
): string {
  const metadata = JSON.stringify({ name, annotations });
  const group = kind === 'HTTPFault' ? 'chaos-workshop.io' : 'chaos-mesh.org';
  return `{"apiVersion":"${group}/v1alpha1","kind":"${kind}","metadata":${metadata},"spec":{${spec}}}`;
}

export class Experiment {
  readonly name: string;
  /** As kubectl takes it: `podchaos/name`. */
  readonly resource: string;
  readonly #kubectl: Kubectl;
  readonly #uid: string;

  private constructor(kubectl: Kubectl, kind: Kind, name: string) {
    this.#kubectl = kubectl;
    this.name = name;
    this.resource = `${kind.toLowerCase()}/${name}`;
    this.#uid = kubectl.ok(`get ${this.resource} -o jsonpath={.metadata.uid}`);
  }

  /** One that was applied before. */
  static find(kubectl: Kubectl, kind: Kind, name: string): Experiment {
    return new Experiment(kubectl, kind, name);
  }

  static apply(
    kubectl: Kubectl,
    kind: Kind,
    name: string,
    spec: string,
    annotations?: Record<string, string>,
  ): Experiment {
    kubectl.ok('apply -f -', manifest(kind, name, spec, annotations));
    return new Experiment(kubectl, kind, name);
  }

  /** Waits for a condition, such as AllInjected. */
  until(condition: string): void {
    this.#kubectl.ok(`wait --for=condition=${condition} ${this.resource} --timeout=30s`);
  }

  status(): Status {
    const { status } = JSON.parse(this.#kubectl.ok(`get ${this.resource} -o json`)) as { status: Status };
    return status;
  }

  /** The conditions that are true, in the order of the alphabet: their own order means nothing. */
  holds(): string[] {
    const { conditions = [] } = this.status();
    return conditions
      .filter(({ status }) => status === 'True')
      .map(({ type }) => type)
      .sort();
  }

  records(): ContainerRecord[] {
    return this.status().experiment.containerRecords ?? [];
  }

  /** `Normal|Started|desiredphase|Experiment has started`, oldest first, without repetitions. */
  events(): string[] {
    const selector = `involvedObject.uid=${this.#uid}`;
    const { items } = JSON.parse(this.#kubectl.ok(`get events --field-selector ${selector} -o json`)) as {
      items: EventObject[];
    };
    const lines = items
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .map(({ type, reason, source, message }) => [type, reason, source.component, message].join('|'));
    return lines.filter((line, at) => line !== lines[at - 1]);
  }

  /** Waits for an event whose line matches. */
  async told(pattern: RegExp): Promise<string> {
    const end = Date.now() + 20_000;
    for (;;) {
      const events = this.events();
      const found = events.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (Date.now() > end)
        throw new Error(`no event ${pattern} of ${this.resource} in 20 s in:\n${events.join('\n')}`);
      await sleep(200);
    }
  }

  /** Gone when this returns, whatever it takes: what could not be injected may hold on to its finalizer. */
  remove(): void {
    const { code } = this.#kubectl.run(`delete ${this.resource} --ignore-not-found --timeout=15s`);
    if (code !== 0) this.#kubectl.ok(`patch ${this.resource} --type merge -p {"metadata":{"finalizers":[]}}`);
  }
}

interface EventObject {
  metadata: { name: string };
  type: string;
  reason: string;
  message: string;
  source: { component?: string };
}

interface Status {
  conditions?: { type: string; status: string }[];
  experiment: { desiredPhase?: string; containerRecords?: ContainerRecord[] };
  instances?: Record<string, number>;
}

export interface ContainerRecord {
  id: string;
  selectorKey: string;
  phase: string;
  injectedCount: number;
  recoveredCount: number;
  events?: { type: string; operation: string; message?: string; timestamp: string }[];
}
