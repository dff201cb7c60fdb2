import type {
  KubeObject,
  LabelSelectorRequirement,
  Namespace,
  Node,
  Pod,
  Service,
} from '@chaos-workshop/kube-api';

/** The shapes of Chaos Mesh's API (chaos-mesh.org/v1alpha1) and of HTTPFault (chaos-workshop.io/v1alpha1). */

export type SelectorMode = 'one' | 'all' | 'fixed' | 'fixed-percent' | 'random-max-percent';

/** Which pods. `pods` wins over everything else; all other criteria must hold together. */
export interface PodCriteria {
  namespaces?: string[];
  labelSelectors?: Record<string, string>;
  expressionSelectors?: LabelSelectorRequirement[];
  annotationSelectors?: Record<string, string>;
  fieldSelectors?: Record<string, string>;
  nodes?: string[];
  nodeSelectors?: Record<string, string>;
  podPhaseSelectors?: string[];
  /** Namespace to pod names. */
  pods?: Record<string, string[]>;
}

/** Which pods, and how many of them; `value` is a number in text. */
export interface PodSelector {
  selector: PodCriteria;
  mode: SelectorMode;
  value?: string;
}

/** What selection looks at. */
export interface Cluster {
  pods: Pod[];
  nodes: Node[];
  namespaces: Namespace[];
  services: Service[];
}

/** Uniform in [0, 1). */
export type Random = () => number;

export type Phase = 'Not Injected' | 'Not Injected/Wait' | 'Injected' | 'Injected/Wait';
export type DesiredPhase = 'Run' | 'Stop';
export type OperationName = 'Apply' | 'Recover';

export interface RecordEvent {
  type: 'Succeeded' | 'Failed';
  operation: OperationName;
  message?: string;
  timestamp: string;
}

/** One target: `id` is `namespace/pod` or `namespace/pod/container`. */
export interface ChaosRecord {
  id: string;
  selectorKey: '.' | '.Target';
  phase: Phase;
  injectedCount: number;
  recoveredCount: number;
  events?: RecordEvent[];
}

export interface ChaosCondition {
  type: 'Selected' | 'AllInjected' | 'AllRecovered' | 'Paused';
  status: 'True' | 'False';
  reason?: string;
}

export interface ChaosStatus {
  conditions?: ChaosCondition[];
  experiment: { desiredPhase?: DesiredPhase; containerRecords?: ChaosRecord[] };
  /** Record id to the generation of what was made for it (NetworkChaos, HTTPChaos). */
  instances?: Record<string, number>;
}

interface Experiment extends KubeObject {
  status?: ChaosStatus;
}

export interface NetworkChaos extends Experiment {
  kind: 'NetworkChaos';
  spec: NetworkChaosSpec;
}

export interface NetworkChaosSpec extends PodSelector {
  action: 'netem' | 'delay' | 'loss' | 'duplicate' | 'corrupt' | 'partition' | 'bandwidth';
  direction?: 'to' | 'from' | 'both';
  partitionBehavior?: 'drop' | 'reject';
  target?: PodSelector;
  externalTargets?: string[];
  device?: string;
  targetDevice?: string;
  remoteCluster?: string;
  duration?: string;
  delay?: { latency: string; jitter?: string; correlation?: string; reorder?: ReorderSpec };
  loss?: { loss: string; correlation?: string };
  duplicate?: { duplicate: string; correlation?: string };
  corrupt?: { corrupt: string; correlation?: string };
  rate?: { rate: string };
  bandwidth?: { rate: string; limit: number; buffer: number; peakrate?: number; minburst?: number };
}

export interface ReorderSpec {
  reorder: string;
  correlation?: string;
  gap: number;
}

export interface PodChaos extends Experiment {
  kind: 'PodChaos';
  spec: PodChaosSpec;
}

export interface PodChaosSpec extends PodSelector {
  action: 'pod-kill' | 'pod-failure' | 'container-kill';
  containerNames?: string[];
  gracePeriod?: number;
  duration?: string;
  remoteCluster?: string;
}

export interface HTTPChaos extends Experiment {
  kind: 'HTTPChaos';
  spec: HTTPChaosSpec;
}

export interface HTTPChaosSpec extends PodSelector {
  target: 'Request' | 'Response';
  port?: number;
  path?: string;
  method?: string;
  code?: number;
  request_headers?: Record<string, string>;
  response_headers?: Record<string, string>;
  abort?: boolean;
  delay?: string;
  replace?: HTTPReplacement;
  patch?: HTTPPatch;
  tls?: Record<string, string>;
  duration?: string;
  remoteCluster?: string;
}

/** `body` is base64. */
export interface HTTPReplacement {
  path?: string;
  method?: string;
  code?: number;
  body?: string;
  queries?: Record<string, string>;
  headers?: Record<string, string>;
}

/** `body.value` is a JSON merge patch (RFC 7396); the lists are pairs of name and value. */
export interface HTTPPatch {
  body?: { type: string; value: string };
  queries?: string[][];
  headers?: string[][];
}

/** Percentages that HTTPChaos lacks: requests to a container port fail or wait by chance. */
export interface HTTPFault extends Experiment {
  kind: 'HTTPFault';
  spec: HTTPFaultSpec;
}

export interface HTTPFaultSpec extends PodSelector {
  port: number;
  path?: string;
  method?: string;
  before?: FaultSide;
  after?: FaultSide;
  /** A request that carries it with the value `true` passes untouched. */
  standDownHeader?: string;
  duration?: string;
}

/** Before the request reaches the service, or after its answer has left. Latency is uniform in 0…maxLatency. */
export interface FaultSide {
  failPercent?: number;
  maxLatency?: string;
}

export type Chaos = NetworkChaos | PodChaos | HTTPChaos | HTTPFault;
export type ChaosKind = Chaos['kind'];
