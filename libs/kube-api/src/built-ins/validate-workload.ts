import { invalid, required } from '../schema/field-problems.js';
import { matchesLabels } from '../selectors/labels.js';
import type { StatusCause } from '../status-error.js';
import { isSameJson } from '../store/json.js';
import type { Deployment, KubeObject, PodSpec, ReplicaSet, StatefulSet } from '../types.js';
import { labelProblems } from './validate-metadata.js';
import { podSpecProblems } from './validate-pod.js';

type Workload = Deployment | ReplicaSet | StatefulSet;

/** What Deployments, ReplicaSets and StatefulSets have in common (kubernetes/pkg/apis/apps/validation). */
export function workloadProblems(workload: KubeObject, previous?: KubeObject): StatusCause[] {
  const spec: Partial<Workload['spec']> = (workload as Workload).spec ?? {};
  const { selector, template, replicas } = spec;
  const isEmpty = !selector?.matchLabels && !selector?.matchExpressions?.length;
  const labels = template?.metadata?.labels;
  const isMatching = isEmpty || matchesLabels(selector, labels);
  return [
    ...((replicas ?? 0) < 0
      ? [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')]
      : []),
    ...(isEmpty ? [required('spec.selector')] : []),
    ...(isMatching ? [] : [invalid('spec.template.metadata.labels', labels ?? null, mismatch)]),
    ...labelProblems(labels ?? {}, 'spec.template.labels'),
    ...podSpecProblems(specWithClaims(workload as Workload), 'spec.template.spec'),
    ...templatePolicyProblems(template?.spec?.restartPolicy),
    ...immutableProblems(workload as Workload, previous as Workload | undefined),
  ];
}

/** The pods of a StatefulSet get a volume for each claim template. */
function specWithClaims({ spec }: Workload): PodSpec | undefined {
  if (!('volumeClaimTemplates' in spec) || !spec.template?.spec) return spec.template?.spec;
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata.name,
    emptyDir: {},
  }));
  return { ...spec.template.spec, volumes: [...(spec.template.spec.volumes ?? []), ...claims] };
}

const mismatch = '`selector` does not match template `labels`';

function templatePolicyProblems(policy: string | undefined): StatusCause[] {
  if (policy === undefined || policy === 'Always') return [];
  const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: "Always"`;
  return [{ reason: 'FieldValueNotSupported', field: 'spec.template.spec.restartPolicy', message }];
}

function immutableProblems(workload: Workload, previous: Workload | undefined): StatusCause[] {
  if (previous === undefined) return [];
  if (workload.kind === 'StatefulSet') return statefulSetProblems(workload, previous as StatefulSet);
  if (isSameJson(workload.spec.selector, previous.spec.selector)) return [];
  return [invalid('spec.selector', workload.spec.selector, 'field is immutable')];
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSetProblems(workload: StatefulSet, previous: StatefulSet): StatusCause[] {
  const fixed = (spec: object) => Object.entries(spec).filter(([field]) => !changeable.includes(field));
  if (isSameJson(Object.fromEntries(fixed(workload.spec)), Object.fromEntries(fixed(previous.spec))))
    return [];
  const fields = `${changeable
    .slice(0, -1)
    .map((field) => `'${field}'`)
    .join(', ')} and '${changeable.at(-1)}'`;
  const message = `Forbidden: updates to statefulset spec for fields other than ${fields} are forbidden`;
  return [{ reason: 'FieldValueForbidden', field: 'spec', message }];
}
