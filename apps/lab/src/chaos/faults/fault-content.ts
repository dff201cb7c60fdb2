import type { HttpEffect } from '@chaos-workshop/chaos-mesh';

/** What the data plane is asked for, as its `PUT /faults/{id}` has it. */
export interface FaultContent {
  seed: number;
  toxics: ToxicEntry[];
  http: HttpEntry[];
  /** Said when the experiment ends and nothing had met it. */
  whyNothingMet: string;
}

export interface ToxicEntry {
  proxy: string;
  /** Only connections to this pod, `namespace/pod`. */
  upstream?: string;
  type: 'latency' | 'loss' | 'bandwidth' | 'blackhole';
  /** `upstream`: from the caller to the called pod. */
  stream: 'upstream' | 'downstream';
  attributes: Record<string, number>;
}

export interface HttpEntry extends HttpEffect {
  proxy: string;
  upstream?: string;
}
