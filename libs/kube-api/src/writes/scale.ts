import type { ServedResource } from '../resources/resources.js';
import { formatLabelSelector } from '../selectors/labels.js';
import { StatusError } from '../status-error.js';
import { isJsonObject, type JsonObject } from '../store/json.js';
import type { KubeObject, Scale, ScalePaths } from '../types.js';

const builtInPaths: ScalePaths = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
};

/** What the scale subresource shows of an object. */
export function scaleOf(object: KubeObject, resource: ServedResource): Scale {
  const paths = pathsOf(resource);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = selectorText(at(object, paths.labelSelectorPath));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(
      Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp }).filter(
        ([, value]) => value,
      ),
    ) as unknown as KubeObject['metadata'],
    spec: { replicas: numberAt(object, paths.specReplicasPath) },
    status: { replicas: numberAt(object, paths.statusReplicasPath), ...(selector !== '' && { selector }) },
  };
}

/** The object with the replicas of a Scale; a version in the Scale must be the object's. */
export function withReplicas(object: KubeObject, scale: unknown, resource: ServedResource): KubeObject {
  const { metadata, spec } = (isJsonObject(scale) ? scale : {}) as Partial<Scale>;
  const replicas = spec?.replicas ?? 0;
  const isCount = Number.isInteger(replicas) && Number(replicas) >= 0;
  if (!isCount) {
    const message = `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`;
    throw StatusError.invalid({ kind: 'Scale', group: 'autoscaling' }, object.metadata.name, [
      { reason: 'FieldValueInvalid', field: 'spec.replicas', message },
    ]);
  }
  const scaled = structuredClone(object);
  if (metadata?.resourceVersion !== undefined) scaled.metadata.resourceVersion = metadata.resourceVersion;
  const [field = 'replicas', ...parents] = segments(pathsOf(resource).specReplicasPath).toReversed();
  const parent = parents.toReversed().reduce<JsonObject>((value, name) => {
    value[name] ??= {};
    return value[name] as JsonObject;
  }, scaled);
  parent[field] = replicas;
  return scaled;
}

function pathsOf({ custom }: ServedResource): ScalePaths {
  return custom?.subresources?.scale ?? builtInPaths;
}

function selectorText(selector: unknown): string {
  if (typeof selector === 'string') return selector;
  return isJsonObject(selector) ? formatLabelSelector(selector) : '';
}

function numberAt(object: KubeObject, path: string): number {
  const value = at(object, path);
  return typeof value === 'number' ? value : 0;
}

function at(object: KubeObject, path: string | undefined): unknown {
  return segments(path ?? '').reduce<unknown>(
    (value, name) => (isJsonObject(value) ? value[name] : undefined),
    path === undefined ? undefined : object,
  );
}

function segments(path: string): string[] {
  return path.split('.').filter(Boolean);
}
