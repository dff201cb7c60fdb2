import type { KubeObject } from '../types.js';

/** What a write did. `previous` is the object before a MODIFIED or DELETED; a DELETED `object` is the last state. */
export interface Change<T extends KubeObject = KubeObject> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  previous?: T;
}

/** A change with its place in the one order of all writes. */
export interface NumberedChange {
  resourceVersion: number;
  change: Change;
}

interface Watcher {
  kinds: Set<string>;
  since: number;
  listener: (change: Change) => void;
}

/**
 * Tells listeners of changes, each listener every change exactly once and in order. A listener may write: what
 * that causes is told after the change at hand has reached everybody.
 */
export class Watchers {
  readonly #watchers = new Set<Watcher>();
  readonly #queue: NumberedChange[] = [];
  #telling = false;

  /** `since`: changes up to this resource version are known to the listener already. */
  add(kinds: string[], since: number, listener: (change: Change) => void): () => void {
    const watcher = { kinds: new Set(kinds), since, listener };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  tell(news: NumberedChange): void {
    this.#queue.push(news);
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#tellAll(next);
    this.#telling = false;
  }

  #tellAll({ resourceVersion, change }: NumberedChange): void {
    for (const watcher of this.#watchers) {
      const wanted = watcher.kinds.has(change.object.kind) && resourceVersion > watcher.since;
      if (wanted) tellOne(watcher, change);
    }
  }
}

/** A listener's bug must neither undo a write nor keep the news from others; it still ends up uncaught. */
function tellOne(watcher: Watcher, change: Change): void {
  try {
    watcher.listener(change);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
