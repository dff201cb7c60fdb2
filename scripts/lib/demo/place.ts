import type { Cluster } from '../cluster.ts';

/** Where the demo plays: a restaurant that is up, and how it goes away again. All that differs between clusters is here. */
export interface Place {
  /** For people: "kind-chaos-workshop, Kubernetes v1.34.4". */
  name: string;
  cluster: Cluster;
  /** Aborts when the place is lost. */
  lost: AbortSignal;
  /** Leaves nothing behind, faults that are under way included. */
  stop: () => Promise<void>;
}
