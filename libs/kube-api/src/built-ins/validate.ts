import { builtInResources } from '../resources/built-in-resources.js';
import { forbidden, invalid, required } from '../schema/field-problems.js';
import type { StatusCause } from '../status-error.js';
import { isJsonObject, isSameJson } from '../store/json.js';
import type { CustomResourceDefinition, KubeObject, Pod } from '../types.js';
import { metadataProblems } from './validate-metadata.js';
import { podSpecProblems } from './validate-pod.js';
import { serviceProblems } from './validate-service.js';
import { workloadProblems } from './validate-workload.js';

interface Setting {
  previous?: KubeObject | undefined;
  list: (kind: string) => KubeObject[];
}

type Validation = (object: KubeObject, setting: Setting) => StatusCause[];

const validations: Record<string, Validation> = {
  Pod: (object, { previous }) => podProblems(object as Pod, previous as Pod | undefined),
  Deployment: (object, { previous }) => workloadProblems(object, previous),
  ReplicaSet: (object, { previous }) => workloadProblems(object, previous),
  StatefulSet: (object, { previous }) => workloadProblems(object, previous),
  Service: (object, { list }) => serviceProblems(object, list('Service')),
  ConfigMap: (object) => keyProblems(object),
  Secret: (object) => keyProblems(object),
  CustomResourceDefinition: (object) => definitionProblems(object as CustomResourceDefinition),
};

/** What the real API server has against an object beyond the types of its fields. */
export function builtInProblems(object: KubeObject, setting: Setting): StatusCause[] {
  const needsSpec = ['PersistentVolumeClaim', 'CustomResourceDefinition', 'Pod', 'Service'].includes(
    object.kind,
  );
  if (needsSpec && !isJsonObject(object['spec'])) return [required('spec')];
  return [...metadataProblems(object), ...(validations[object.kind]?.(object, setting) ?? [])];
}

const podUpdateRule =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function podProblems(pod: Pod, previous?: Pod): StatusCause[] {
  const problems = podSpecProblems(pod.spec, 'spec');
  if (problems.length > 0 || previous === undefined) return problems;
  if (isSameJson(fixedPart(pod), fixedPart(previous))) return [];
  return [{ reason: 'FieldValueForbidden', field: 'spec', message: `Forbidden: ${podUpdateRule}` }];
}

function fixedPart({ spec }: Pod): unknown {
  const withoutImage = (containers: object[] = []) => containers.map((one) => ({ ...one, image: '' }));
  return {
    ...spec,
    containers: withoutImage(spec.containers),
    initContainers: withoutImage(spec.initContainers),
    tolerations: undefined,
    activeDeadlineSeconds: undefined,
  };
}

function keyProblems(object: KubeObject): StatusCause[] {
  const keyRule =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
  return Object.keys(object['data'] ?? {})
    .filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
    .map((key) => invalid(`data[${key}]`, key, keyRule));
}

/** Objects are kept by kind, so two groups cannot have a kind of one name here. */
function definitionProblems({ metadata, spec }: CustomResourceDefinition): StatusCause[] {
  const isTaken = builtInResources.some(({ kind }) => kind === spec.names?.kind);
  const name = `${spec.names?.plural}.${spec.group}`;
  const storing = (spec.versions ?? []).filter(({ storage }) => storage).length;
  return [
    ...(metadata.name === name
      ? []
      : [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...(isTaken
      ? [forbidden('spec.names.kind', `this API server has a built-in kind ${spec.names.kind}`)]
      : []),
    ...(storing === 1
      ? []
      : [invalid('spec.versions', spec.versions, 'must have exactly one version marked as storage version')]),
  ];
}
