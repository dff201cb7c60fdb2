import { randomUUID } from 'node:crypto';
import type { CustomResourceDefinition, KubeObject, LabelSelector, ObjectKey } from '../types.js';
import { defaultBuiltIn } from '../built-ins/defaults.js';
import { builtInResources } from '../resources/built-in-resources.js';
import { matchesLabels } from '../selectors/labels.js';
import { StatusError } from '../status-error.js';
import { type DeleteOptions, isHeld, markDeleted } from './deletion.js';
import { generatedName } from './generated-name.js';
import { deepFreeze, isSameJson } from './json.js';
import { rfc3339 } from './timestamps.js';
import { type Change, type NumberedChange, Watchers } from './watchers.js';

export interface StoreEffects {
  now?: () => Date;
  newUid?: () => string;
  /** How many changes a watch can go back. */
  historyLength?: number;
}

export interface ListFilter {
  namespace?: string;
  labels?: LabelSelector | Record<string, string>;
}

/**
 * All objects of a cluster, in memory: the single owner of state. Synchronous; every object handed out is deeply
 * frozen. Holds the rules that need no request: names, versions, generations, finalizers, grace periods and the
 * defaults of built-in kinds. Schemas and admission are the API server's.
 */
export class Store {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #watchers = new Watchers();
  readonly #history: NumberedChange[] = [];
  readonly #now: () => Date;
  readonly #newUid: () => string;
  readonly #historyLength: number;
  #resourceVersion: number;

  constructor({ now = () => new Date(), newUid = randomUUID, historyLength = 5000 }: StoreEffects = {}) {
    this.#now = now;
    this.#newUid = newUid;
    this.#historyLength = historyLength;
    // Starting at the clock keeps a restarted cluster ahead of every version a client may remember.
    this.#resourceVersion = now().getTime();
  }

  /** The version of the newest write. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  /** Throws StatusError 409 AlreadyExists, or 404 when the namespace is missing. */
  create<T extends KubeObject>(object: T): T {
    const draft = structuredClone(object);
    const { metadata } = draft;
    if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
    this.#requireNamespace(draft);
    if (this.get(keyOf(draft)) !== undefined)
      throw StatusError.alreadyExists(this.#named(draft.kind), metadata.name);
    metadata.uid = this.#newUid();
    metadata.creationTimestamp = rfc3339(this.#now());
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.generation;
    if (this.#generationRule(draft) !== 'none') metadata.generation = 1;
    defaultBuiltIn(draft, this.#setting());
    return this.#put(draft);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what a kind name stands for
  get<T extends KubeObject>(key: ObjectKey): T | undefined {
    return this.#objects.get(key.kind)?.get(pathOf(key)) as T | undefined;
  }

  /** In order of namespace and name. */
  list<T extends KubeObject>(kind: string, { namespace, labels }: ListFilter = {}): T[] {
    return [...(this.#objects.get(kind)?.entries() ?? [])]
      .filter(([, { metadata }]) => namespace === undefined || metadata.namespace === namespace)
      .filter(([, { metadata }]) => matchesLabels(labels, metadata.labels))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, object]) => object as T);
  }

  /**
   * Changes an object through a draft. Undefined: the object is gone. A change that changes nothing leaves the
   * resource version. When the draft of a deleting object has nothing left to hold it, the object goes away.
   */
  update<T extends KubeObject>(key: ObjectKey, change: (draft: T) => void): T | undefined {
    const previous = this.get<T>(key);
    if (previous === undefined) return undefined;
    const draft = structuredClone(previous);
    change(draft);
    keepIdentity(draft, previous);
    defaultBuiltIn(draft, { ...this.#setting(), previous });
    if (isSameJson(draft, previous)) return previous;
    if (this.#raisesGeneration(draft, previous))
      draft.metadata.generation = (previous.metadata.generation ?? 0) + 1;
    if (draft.metadata.deletionTimestamp !== undefined && !isHeld(draft))
      return this.#remove(draft, previous);
    return this.#put(draft, previous);
  }

  /** The object as it is then: marked for deletion when something holds it, else gone. Undefined: was not there. */
  delete(key: ObjectKey, options: DeleteOptions = {}): KubeObject | undefined {
    const previous = this.get(key);
    if (previous === undefined) return undefined;
    this.#requireUid(previous, options.uid);
    const draft = structuredClone(previous);
    markDeleted(draft, options, this.#now());
    if (!isHeld(draft)) return this.#remove(draft, previous);
    if (isSameJson(draft, previous)) return previous;
    if (this.#generationRule(draft) !== 'none')
      draft.metadata.generation = (draft.metadata.generation ?? 0) + 1;
    return this.#put(draft, previous);
  }

  /** First ADDED for all that exist, then every change, in order. Returns the way to stop. */
  watch<T extends KubeObject>(kinds: string[], listener: (change: Change<T>) => void): () => void {
    const existing = kinds.flatMap((kind) => this.list<T>(kind));
    const stop = this.#watchers.add(kinds, this.#resourceVersion, listener as (change: Change) => void);
    existing.forEach((object) => listener({ type: 'ADDED', object }));
    return stop;
  }

  /** Every change from now on, without what exists. */
  watchFromNow(kinds: string[], listener: (change: Change) => void): () => void {
    return this.#watchers.add(kinds, this.#resourceVersion, listener);
  }

  /** All changes after a resource version, oldest first; undefined when the history no longer reaches so far. */
  changesSince(resourceVersion: number): Change[] | undefined {
    const oldest = this.#history[0]?.resourceVersion ?? this.#resourceVersion + 1;
    if (resourceVersion < oldest - 1) return undefined;
    return this.#history
      .filter((entry) => entry.resourceVersion > resourceVersion)
      .map(({ change }) => change);
  }

  /** A store with the same objects, whose writes change nothing here: where dry runs happen. */
  fork(): Store {
    const fork = new Store({ now: this.#now, newUid: this.#newUid, historyLength: 0 });
    for (const [kind, objects] of this.#objects) fork.#objects.set(kind, new Map(objects));
    fork.#resourceVersion = this.#resourceVersion;
    return fork;
  }

  #setting() {
    return { now: this.#now(), list: (kind: string) => this.list(kind) };
  }

  #put<T extends KubeObject>(draft: T, previous?: T): T {
    const object = this.#seal(draft);
    const ofKind = this.#objects.get(object.kind) ?? new Map<string, KubeObject>();
    this.#objects.set(object.kind, ofKind.set(pathOf(keyOf(object)), object));
    this.#record(previous === undefined ? { type: 'ADDED', object } : { type: 'MODIFIED', object, previous });
    return object;
  }

  #remove<T extends KubeObject>(draft: T, previous: T): T {
    const object = this.#seal(draft);
    this.#objects.get(object.kind)?.delete(pathOf(keyOf(object)));
    this.#record({ type: 'DELETED', object, previous });
    return object;
  }

  #seal<T extends KubeObject>(draft: T): T {
    this.#resourceVersion += 1;
    draft.metadata.resourceVersion = String(this.#resourceVersion);
    return deepFreeze(draft);
  }

  #record(change: Change): void {
    const news = { resourceVersion: this.#resourceVersion, change };
    this.#history.push(news);
    if (this.#history.length > this.#historyLength) this.#history.shift();
    this.#watchers.tell(news);
  }

  #requireNamespace({ kind, metadata }: KubeObject): void {
    if (metadata.namespace === undefined) return;
    const namespace = this.get({ kind: 'Namespace', name: metadata.namespace });
    if (namespace === undefined) throw StatusError.notFound('Namespace', metadata.namespace);
    if (namespace.metadata.deletionTimestamp === undefined || kind === 'Event') return;
    throw StatusError.forbidden(
      this.#named(kind),
      metadata.name,
      `unable to create new content in namespace ${metadata.namespace} because it is being terminated`,
    );
  }

  #requireUid({ kind, metadata }: KubeObject, uid: string | undefined): void {
    if (uid === undefined || uid === metadata.uid) return;
    const detail = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw StatusError.conflict(this.#named(kind), metadata.name, detail);
  }

  #raisesGeneration(draft: KubeObject, previous: KubeObject): boolean {
    const rule = this.#generationRule(draft);
    if (rule === 'none') return false;
    const ignored = rule === 'spec' ? ['metadata', 'status'] : ['metadata'];
    const content = (object: KubeObject) => ({
      ...object,
      ...Object.fromEntries(ignored.map((f) => [f, undefined])),
    });
    return !isSameJson(content(draft), content(previous));
  }

  #generationRule({ kind, apiVersion }: KubeObject): 'none' | 'spec' | 'content' {
    const builtIn = builtInResources.find((resource) => resource.kind === kind);
    if (builtIn !== undefined) return builtIn.generation;
    const version = this.#definition(kind)?.spec.versions.find(({ name }) => apiVersion.endsWith(`/${name}`));
    return version !== undefined && version.subresources?.status === undefined ? 'content' : 'spec';
  }

  #named(kind: string): string | { group: string; plural: string } {
    const spec = this.#definition(kind)?.spec;
    return spec === undefined ? kind : { group: spec.group, plural: spec.names.plural };
  }

  #definition(kind: string): CustomResourceDefinition | undefined {
    return this.list<CustomResourceDefinition>('CustomResourceDefinition').find(
      ({ spec }) => spec.names.kind === kind,
    );
  }
}

export function keyOf({ kind, metadata }: KubeObject): ObjectKey {
  const { name, namespace } = metadata;
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

function pathOf({ namespace, name }: ObjectKey): string {
  return `${namespace ?? ''}/${name}`;
}

/** What no writer may change once an object exists. */
function keepIdentity(draft: KubeObject, previous: KubeObject): void {
  const { name, namespace, uid, creationTimestamp, resourceVersion, generation } = previous.metadata;
  Object.assign(draft.metadata, { name, uid, creationTimestamp, resourceVersion });
  if (namespace !== undefined) draft.metadata.namespace = namespace;
  if (generation !== undefined) draft.metadata.generation = generation;
  draft.kind = previous.kind;
}
