import type { Cluster } from '../cluster.ts';

/** Where the demo plays: a restaurant that is up, and how it goes away again. */
export interface Place {
  /** For people: "a lab", "kind-chaos-workshop, Kubernetes v1.34.4". */
  name: string;
  cluster: Cluster;
  kubeconfig: string;
  /** More words for the customer's command line. */
  customerArgs: string[];
  /** Aborts when the place is lost. */
  lost: AbortSignal;
  /** Leaves nothing behind. */
  stop: () => Promise<void>;
}
