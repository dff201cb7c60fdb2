// The chaos of an act: faults that last from before the battery to its end, and faults that strike on the way.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Cluster, ClusterObject } from '../cluster.ts';
import { until } from '../until.ts';
import { neverInjected } from './inconclusive.ts';

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
    await Promise.all(this.#applied.map(({ object }) => this.#untilInjected(object)));
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
    const lifted = await Promise.allSettled(this.#applied.map((fault) => this.#lift(fault)));
    for (const outcome of lifted) if (outcome.status === 'rejected') throw outcome.reason;
    if (strikes !== undefined) throw strikes;
    return this.#applied.map(({ window }) => window);
  }

  async #apply(name: string): Promise<void> {
    const manifest = parse(await readFile(manifestFile(name), 'utf8')) as ClusterObject;
    const { namespace } = this.#cluster;
    const object = await this.#cluster.create({ ...manifest, metadata: { ...manifest.metadata, namespace } });
    const from = Date.now();
    const type = { apiVersion: manifest.apiVersion, kind: manifest.kind };
    const kind = [manifest.kind, manifest.spec?.action].filter(Boolean).join(' ');
    this.#applied.push({ object, window: { name, type, kind, from, to: from, injected: 0 } });
  }

  /** Pausing first makes the fault end, and say what it has done, while the object is still there to be read. */
  async #lift({ object, window }: Applied): Promise<void> {
    try {
      await this.#untilInjected(object);
      if (!strikesOnce(object)) {
        await this.#cluster.annotate(object, { 'experiment.chaos-mesh.org/pause': 'true' });
        await this.#until('AllRecovered', object);
      }
      window.to = endOf(object, window.from, Date.now());
      window.injected = injectedBy(await this.#cluster.get(object));
    } finally {
      await this.#cluster.deleteFault(object);
    }
  }

  /** A fault whose time is over has been injected and has recovered. @throws {Inconclusive} when it never acts. */
  async #untilInjected(object: ClusterObject): Promise<void> {
    try {
      const wasInjected = async () => injectedPods(await this.#cluster.get(object)) > 0;
      await until(wasInjected, injectedWithinMs, 'injection');
      await this.#until(['AllInjected', 'AllRecovered'], object);
    } catch {
      throw await neverInjected(this.#cluster, object);
    }
  }

  #until(conditions: string | string[], object: ClusterObject): Promise<void> {
    const holds = async () => {
      const found = (await this.#cluster.get(object))?.status?.conditions ?? [];
      return found.some(({ type, status }) => conditions.includes(type) && status === 'True');
    };
    return until(holds, 30_000, `${object.kind} ${object.metadata.name} to be ${String(conditions)}`);
  }
}

const injectedWithinMs = 20_000;

function injectedPods(object: ClusterObject | undefined): number {
  const records = object?.status?.experiment?.containerRecords ?? [];
  return records.reduce((sum, { injectedCount = 0 }) => sum + injectedCount, 0);
}

/** `seed-order` is a file of chaos-mesh/; anything with an ending is the path of a file. */
function manifestFile(name: string): string {
  return name.includes('.') ? name : `chaos-mesh/${name}.yaml`;
}

/** The lab notes on the object what its faults have affected; a cluster knows the pods alone. */
function injectedBy(object: ClusterObject | undefined): number {
  const noted = object?.metadata.annotations?.['chaos-workshop.io/affected'];
  if (noted !== undefined) return (JSON.parse(noted) as { requests: number }).requests;
  return injectedPods(object);
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
