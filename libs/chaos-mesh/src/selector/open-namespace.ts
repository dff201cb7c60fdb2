import type { Namespace } from '@chaos-workshop/kube-api';

export const injectAnnotation = 'chaos-mesh.org/inject';

/**
 * Whether experiments may take pods of a namespace. Chaos Mesh's own namespace filter, and nothing else, so that
 * a namespace is open here exactly when it is open in a cluster that runs Chaos Mesh with the filter on.
 */
export function isOpenToChaos({ metadata }: Namespace): boolean {
  return metadata.annotations?.[injectAnnotation] === 'enabled';
}
