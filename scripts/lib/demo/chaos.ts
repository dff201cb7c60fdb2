// The chaos of an act: faults that last from before the battery to its end, and faults that strike on the way.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, ClusterObject, ObjectType } from '../cluster.ts';
import { until } from '../until.ts';
import { neverInjected } from './inconclusive.ts';
import { inNamespace, readManifest } from './manifest.ts';
import { removeFault } from './remove-faults.ts';

export interface Plan {
  /** Files of manifests. */
  lasting: string[];
  striking: { file: string; afterMs: number }[];
}

/** One fault as it happened. Times are those of `Date.now()`. */
export interface FaultWindow {
  name: string;
  type: ObjectType;
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
  hasActed: boolean;
}

export interface ChaosOptions {
  cluster: Cluster;
  plan: Plan;
  /** Once it aborts, faults are left where they are: who takes the place down removes them with it. */
  signal: AbortSignal;
  injectedWithinMs?: number;
}

const recoveredWithinMs = 60_000;

export class Chaos {
  readonly #cluster: Cluster;
  readonly #plan: Plan;
  readonly #signal: AbortSignal;
  readonly #injectedWithinMs: number;
  readonly #applied: Applied[] = [];
  readonly #lifting = new AbortController();
  #strikes: Promise<unknown> = Promise.resolve();

  constructor({ cluster, plan, signal, injectedWithinMs = 30_000 }: ChaosOptions) {
    this.#cluster = cluster;
    this.#plan = plan;
    this.#signal = signal;
    this.#injectedWithinMs = injectedWithinMs;
  }

  /** Applies the lasting faults; resolves when they act. @throws {Inconclusive} when one does not. */
  async apply(): Promise<void> {
    await Promise.all(this.#plan.lasting.map((file) => this.#apply(file)));
    await Promise.all(this.#applied.map((fault) => this.#untilInjected(fault)));
  }

  /** Starts the clock of the striking faults; what goes wrong with them comes out of `lift`. */
  strike(onStrike: (name: string) => void): void {
    const signal = AbortSignal.any([this.#signal, this.#lifting.signal]);
    const strikes = this.#plan.striking.map(async ({ file, afterMs }) => {
      await sleep(afterMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) onStrike(await this.#apply(file));
    });
    this.#strikes = Promise.all(strikes);
    this.#strikes.catch(() => {});
  }

  /**
   * Removes every fault and resolves, with what each of them did, when none is left.
   * @throws {Inconclusive}, and leaves none either, when one has never acted.
   */
  async lift(): Promise<FaultWindow[]> {
    this.#lifting.abort();
    const strikes = await Promise.allSettled([this.#strikes]);
    this.#signal.throwIfAborted();
    const lifted = await Promise.allSettled(this.#applied.map((fault) => this.#lift(fault)));
    for (const outcome of [...strikes, ...lifted]) if (outcome.status === 'rejected') throw outcome.reason;
    return this.#applied.map(({ window }) => window);
  }

  /** Says its name. */
  async #apply(file: string): Promise<string> {
    const manifest = inNamespace(readManifest(file), this.#cluster.namespace);
    const object = await this.#cluster.create(manifest);
    const from = Date.now();
    const { apiVersion, kind, metadata, spec } = manifest;
    const type = { apiVersion, kind };
    const inWords = [kind, spec?.action].filter(Boolean).join(' ');
    const window = { name: metadata.name, type, kind: inWords, from, to: from, injected: 0 };
    this.#applied.push({ object, window, hasActed: false });
    return metadata.name;
  }

  /** Pausing first makes the fault end, and say what it has done, while the object is still there to be read. */
  async #lift(fault: Applied): Promise<void> {
    const { object, window } = fault;
    try {
      if (!fault.hasActed) await this.#untilInjected(fault);
      if (!strikesOnce(object)) {
        await this.#cluster.annotate(object, { 'experiment.chaos-mesh.org/pause': 'true' });
        await this.#until(isRecovered, object, recoveredWithinMs);
      }
      window.to = endOf(object, window.from, Date.now());
      window.injected = injectedBy(await this.#cluster.get(object));
    } finally {
      if (!this.#signal.aborted) await removeFault(this.#cluster, object);
    }
  }

  async #untilInjected(fault: Applied): Promise<void> {
    const { object, window } = fault;
    const leftMs = Math.max(0, window.from + this.#injectedWithinMs - Date.now());
    await this.#until(wasInjected, object, leftMs).catch(async () => {
      this.#signal.throwIfAborted();
      throw await neverInjected(this.#cluster, object, this.#injectedWithinMs);
    });
    fault.hasActed = true;
  }

  #until(holds: (fault: ClusterObject) => boolean, fault: ClusterObject, withinMs: number): Promise<void> {
    const asked = async () => {
      this.#signal.throwIfAborted();
      const now = await this.#cluster.get(fault);
      return now !== undefined && holds(now);
    };
    const { kind, metadata } = fault;
    return until(
      asked,
      withinMs,
      `${kind} ${metadata.name} to be ${holds === isRecovered ? 'over' : 'there'}`,
    );
  }
}

/** Also true of a fault whose time is over: it has acted on every pod, and recovered. */
function wasInjected({ status }: ClusterObject): boolean {
  const records = status?.experiment?.containerRecords ?? [];
  return records.length > 0 && records.every(({ injectedCount = 0 }) => injectedCount > 0);
}

function isRecovered({ status }: ClusterObject): boolean {
  return (status?.conditions ?? []).some(({ type, status }) => type === 'AllRecovered' && status === 'True');
}

function injectedPods(object: ClusterObject | undefined): number {
  const records = object?.status?.experiment?.containerRecords ?? [];
  return records.reduce((sum, { injectedCount = 0 }) => sum + injectedCount, 0);
}

/** Who acts on requests notes on the object how many there were; else the pods are counted. */
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
