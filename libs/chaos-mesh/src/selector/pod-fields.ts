import type { Pod } from '@chaos-workshop/kube-api';

/** The pod fields that an API server can select by. */
const podFields: Record<string, (pod: Pod) => string | undefined> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace,
  'spec.nodeName': ({ spec }) => spec.nodeName,
  'spec.restartPolicy': ({ spec }) => spec.restartPolicy,
  'spec.schedulerName': ({ spec }) => spec['schedulerName'] as string | undefined,
  'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName,
  'status.phase': ({ status }) => status?.phase,
  'status.podIP': ({ status }) => status?.podIP,
  'status.nominatedNodeName': () => undefined,
};

export function matchesFields(selectors: Record<string, string>, pod: Pod): boolean {
  return Object.entries(selectors).every(([field, value]) => {
    const read = Object.hasOwn(podFields, field) ? podFields[field] : undefined;
    if (read === undefined) throw new Error(`field label not supported: ${field}`);
    return (read(pod) ?? '') === value;
  });
}
