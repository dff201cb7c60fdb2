// The chaos of an act: faults that last from before the battery to its end, and faults that strike on the way.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Cluster, ClusterObject } from '../cluster.ts';
import { until } from '../until.ts';

export interface Plan {
  /** Names of manifests in chaos-mesh/. */
  lasting: string[];
  striking: { name: string; afterMs: number }[];
}

/** One fault as it happened. Times are those of `Date.now()`. */
export interface FaultWindow {
  name: string;
  type: { apiVersion: string; kind: string };
  /** For people: "PodChaos pod-kill". */
  kind: string;
  from: number;
  /** Equal to `from` for a fault that strikes once. */
  to: number;
  /** Requests that it touched, for a fault that acts on requests; otherwise pods. */
  injected: number;
}

interface Applied {
  object: ClusterObject;
  window: FaultWindow;
}

export class Chaos {
  readonly #cluster: Cluster;
  readonly #plan: Plan;
  readonly #applied: Applied[] = [];
  readonly #lifting = new AbortController();
  #strikes: Promise<unknown> = Promise.resolve();

  constructor(cluster: Cluster, plan: Plan) {
    this.#cluster = cluster;
    this.#plan = plan;
  }

  /** Applies the lasting faults; resolves when they act. */
  async apply(): Promise<void> {
    await Promise.all(this.#plan.lasting.map((name) => this.#apply(name)));
    await Promise.all(this.#applied.map(({ object }) => this.#until('AllInjected', object)));
  }

  /** Starts the clock of the striking faults; what goes wrong with them comes out of `lift`. */
  strike(onStrike: (name: string) => void): void {
    const strikes = this.#plan.striking.map(async ({ name, afterMs }) => {
      await sleep(afterMs, undefined, { signal: this.#lifting.signal }).catch(() => {});
      if (this.#lifting.signal.aborted) return;
      onStrike(name);
      await this.#apply(name);
    });
    this.#strikes = Promise.all(strikes);
    this.#strikes.catch(() => {});
  }

  /** Deletes every fault and resolves, with what each of them did, when none is left. */
  async lift(): Promise<FaultWindow[]> {
    this.#lifting.abort();
    const strikes = await this.#strikes.then(
      () => undefined,
      (error: unknown) => error,
    );
    await Promise.all(this.#applied.map((fault) => this.#lift(fault)));
    if (strikes !== undefined) throw strikes;
    return this.#applied.map(({ window }) => window);
  }

  async #apply(name: string): Promise<void> {
    const manifest = parse(await readFile(`chaos-mesh/${name}.yaml`, 'utf8')) as ClusterObject;
    const { namespace } = this.#cluster;
    const object = await this.#cluster.create({ ...manifest, metadata: { namespace, ...manifest.metadata } });
    const from = Date.now();
    const type = { apiVersion: manifest.apiVersion, kind: manifest.kind };
    const kind = [manifest.kind, manifest.spec?.action].filter(Boolean).join(' ');
    this.#applied.push({ object, window: { name, type, kind, from, to: from, injected: 0 } });
  }

  /** Pausing first makes the fault end, and say what it has done, while the object is still there to be read. */
  async #lift({ object, window }: Applied): Promise<void> {
    if (!strikesOnce(object)) {
      await this.#cluster.annotate(object, { 'experiment.chaos-mesh.org/pause': 'true' });
      await this.#until('AllRecovered', object);
    }
    window.to = endOf(object, window.from, Date.now());
    window.injected = injectedBy(await this.#cluster.get(object));
    await this.#cluster.delete(object);
  }

  #until(condition: 'AllInjected' | 'AllRecovered', object: ClusterObject): Promise<void> {
    const holds = async () => {
      const conditions = (await this.#cluster.get(object))?.status?.conditions ?? [];
      return conditions.some(({ type, status }) => type === condition && status === 'True');
    };
    return until(holds, 15_000, `${object.kind} ${object.metadata.name} to be ${condition}`);
  }
}

/** The lab notes on the object what its faults have affected; a cluster knows the pods alone. */
function injectedBy(object: ClusterObject | undefined): number {
  const noted = object?.metadata.annotations?.['chaos-workshop.io/affected'];
  if (noted !== undefined) return (JSON.parse(noted) as { requests: number }).requests;
  const records = object?.status?.experiment?.containerRecords ?? [];
  return records.reduce((sum, { injectedCount = 0 }) => sum + injectedCount, 0);
}

function strikesOnce({ spec }: ClusterObject): boolean {
  return spec?.action === 'pod-kill' || spec?.action === 'container-kill';
}

/** Faults that only strike have no length; others end with their duration, or when they are lifted. */
function endOf(object: ClusterObject, from: number, now: number): number {
  if (strikesOnce(object)) return from;
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(object.spec?.duration ?? '') ?? [];
  if (!amount) return now;
  return Math.min(now, from + Number(amount) * (unit === 'm' ? 60_000 : 1_000));
}
