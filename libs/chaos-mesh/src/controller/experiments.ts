import type { Chaos, Cluster } from '../types.js';
import type { ChaosEvent } from '../lifecycle/events.js';
import type { Component } from '../lifecycle/stage.js';

type Eventually<T> = T | Promise<T>;

/** Tells of an experiment. */
export type TellOf = (chaos: Chaos, component: Component, event: ChaosEvent) => void;

/** Where experiments live, and what they choose from: the lab's own store, or a Kubernetes API. */
export interface Experiments {
  /** By `experimentId`, as it is now; undefined: there is none. */
  find(id: string): Eventually<Chaos | undefined>;
  /**
   * Changes one, whoever else changes it meanwhile; returns it as it is then. Undefined: it is gone, or another one
   * of the same name by now.
   */
  update(chaos: Chaos, change: (draft: Chaos) => void): Eventually<Chaos | undefined>;
  /** What selection looks at, as it is now. */
  cluster(): Eventually<Cluster>;
  tell: TellOf;
}
