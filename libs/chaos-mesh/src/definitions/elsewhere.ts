import type { CustomResourceDefinition, KubeObject } from '@chaos-workshop/kube-api';
import { chaosMeshVersion } from '../kinds.js';
import { chaosDefinition } from './definition.js';
import { anything } from './schemas.js';

/** A kind that only a real cluster runs: served, so that its manifests meet an answer, and refused. */
interface Elsewhere {
  kind: string;
  /** Why not here, and what to use instead. */
  because: string;
  columns?: string[];
  plural?: string;
  shortNames?: string[];
  scope?: 'Cluster';
  hasStatusSubresource?: boolean;
}

const internal = 'it is what Chaos Mesh makes for itself, never what people apply';
const actionAndDuration = ['action', 'duration'];

const kinds: Elsewhere[] = [
  {
    kind: 'StressChaos',
    because:
      'pods here are plain processes that share this machine. For a slow service use NetworkChaos delay',
    columns: ['duration'],
  },
  {
    kind: 'DNSChaos',
    because:
      'no name is looked up here, every call goes to a link. For a name that fails use NetworkChaos partition',
    columns: actionAndDuration,
  },
  {
    kind: 'IOChaos',
    because: 'files here are those of this machine. For a slow database use NetworkChaos delay on it',
    columns: actionAndDuration,
  },
  { kind: 'TimeChaos', because: 'all processes here share the clock of this machine', columns: ['duration'] },
  { kind: 'JVMChaos', because: 'nothing here runs on a JVM', columns: actionAndDuration },
  { kind: 'KernelChaos', because: 'it would fault the kernel of this machine', columns: ['duration'] },
  { kind: 'BlockChaos', because: 'it would fault the disks of this machine', columns: actionAndDuration },
  { kind: 'AWSChaos', because: 'there is no cloud here', columns: actionAndDuration },
  { kind: 'GCPChaos', because: 'there is no cloud here', columns: actionAndDuration },
  { kind: 'AzureChaos', because: 'there is no cloud here', columns: actionAndDuration },
  { kind: 'PhysicalMachineChaos', because: 'it would fault this machine', columns: actionAndDuration },
  { kind: 'PhysicalMachine', plural: 'physicalmachines', because: 'it would fault this machine' },
  {
    kind: 'RemoteCluster',
    plural: 'remoteclusters',
    scope: 'Cluster',
    hasStatusSubresource: true,
    because: 'the lab is one cluster and knows no other',
  },
  {
    kind: 'Schedule',
    plural: 'schedules',
    because: 'the lab keeps no timetable. Apply the experiment itself, and again when it should happen again',
  },
  {
    kind: 'Workflow',
    plural: 'workflows',
    shortNames: ['wf'],
    hasStatusSubresource: true,
    because: 'the lab runs single experiments. Apply them one after the other',
  },
  {
    kind: 'WorkflowNode',
    plural: 'workflownodes',
    shortNames: ['wfn'],
    hasStatusSubresource: true,
    because: internal,
  },
  {
    kind: 'StatusCheck',
    plural: 'statuschecks',
    hasStatusSubresource: true,
    because: 'the lab runs no checks of its own. Use kubectl wait, or the customer',
  },
  { kind: 'PodNetworkChaos', hasStatusSubresource: true, because: internal },
  { kind: 'PodHttpChaos', hasStatusSubresource: true, because: internal },
  { kind: 'PodIOChaos', hasStatusSubresource: true, because: internal },
];

export const elsewhereDefinitions: CustomResourceDefinition[] = kinds.map(
  ({ kind, because, plural, ...definition }) =>
    chaosDefinition({
      kind,
      ...(plural !== undefined && { plural }),
      ...definition,
      description: `Not in the lab: ${because}.`,
      requiresSpec: false,
      spec: anything,
      status: anything,
    }),
);

/** Why an object is refused, if its kind works on a real cluster only. */
export function elsewhereFor({ apiVersion, kind }: KubeObject): string | undefined {
  const found = apiVersion === chaosMeshVersion ? kinds.find((one) => one.kind === kind) : undefined;
  return (
    found && `${kind} does not work in the lab: ${found.because}. It works on a real cluster with Chaos Mesh.`
  );
}
