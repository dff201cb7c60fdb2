import { setTimeout as pause } from 'node:timers/promises';
import type { KubeObject } from '@chaos-workshop/kube-api';
import type { KubeClient } from './kube-client.js';

export interface InformerOptions<T extends KubeObject> {
  client: Pick<KubeClient, 'get' | 'watch'>;
  apiVersion: string;
  kind: string;
  /** Of the list. */
  path: string;
  /** `object` as it was last when it is deleted. */
  onChange: (change: InformerChange<T>) => void;
  log: (line: string) => void;
  pauseMs?: (failures: number) => number;
}

export interface InformerChange<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  previous?: T;
}

/**
 * All objects of a kind in a namespace, as they are now. Whenever a watch ends (a restart of the API server, a history
 * that is too short, 30 s of silence) it lists again and tells what has changed meanwhile, so nothing is missed for long.
 */
export class Informer<T extends KubeObject> {
  readonly #options: InformerOptions<T>;
  readonly #objects = new Map<string, T>();
  readonly #synced = Promise.withResolvers<void>();
  #problem: string | undefined = 'not listed yet';

  constructor(options: InformerOptions<T>) {
    this.#options = options;
  }

  /** Why what it knows may be old; undefined: it is not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  list(): T[] {
    return [...this.#objects.values()];
  }

  find(name: string): T | undefined {
    return this.#objects.get(name);
  }

  /** Resolves when everything that exists has been told of; goes on until the signal. */
  start(signal: AbortSignal): Promise<void> {
    void this.#run(signal);
    return this.#synced.promise;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { log, kind, pauseMs = backOff } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const resourceVersion = await this.#listAll();
        failures = 0;
        await this.#watch(resourceVersion, signal);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        this.#problem = (error as Error).message;
        log(`watching ${kind}: ${this.#problem}; trying again`);
        await pause(pauseMs(failures), undefined, { signal }).catch(() => {});
      }
    }
  }

  async #listAll(): Promise<string> {
    const { client, path } = this.#options;
    const { items, metadata } = await client.get<{ items: T[]; metadata: { resourceVersion: string } }>(path);
    const names = new Set(items.map((item) => item.metadata.name));
    for (const [name, gone] of this.#objects) if (!names.has(name)) this.#remove(gone);
    for (const item of items) this.#put(item);
    this.#problem = undefined;
    this.#synced.resolve();
    return metadata.resourceVersion;
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<void> {
    const { client, path } = this.#options;
    const failed = new AbortController();
    let problem: Error | undefined;
    const onEvent = (type: string, object: unknown) => {
      if (type === 'DELETED') return this.#remove(object as T);
      if (type !== 'ERROR') return this.#put(object as T);
      problem = new Error((object as { message?: string }).message ?? 'the watch failed');
      failed.abort();
    };
    await client.watch(path, { resourceVersion, onEvent, signal: AbortSignal.any([signal, failed.signal]) });
    if (problem) throw problem;
  }

  /** Items of a list do not say what they are. */
  #put(item: T): void {
    const { apiVersion, kind, onChange } = this.#options;
    const object = { ...item, apiVersion, kind };
    const previous = this.#objects.get(object.metadata.name);
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    this.#objects.set(object.metadata.name, object);
    onChange(previous ? { type: 'MODIFIED', object, previous } : { type: 'ADDED', object });
  }

  #remove({ metadata }: T): void {
    const object = this.#objects.get(metadata.name);
    if (object === undefined) return;
    this.#objects.delete(metadata.name);
    this.#options.onChange({ type: 'DELETED', object });
  }
}

function backOff(failures: number): number {
  return Math.min(250 * 2 ** (failures - 1), 5000);
}
