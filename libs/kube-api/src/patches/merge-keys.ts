/**
 * How lists of built-in kinds merge in a strategic merge patch: by the key named here, or as a set of plain values;
 * every other list is replaced. From the `patchStrategy` and `patchMergeKey` tags of k8s.io/api. A path is matched
 * by its end: `containers` is the same under a Pod and under a Deployment's template.
 */
export type ListStrategy = { by: string } | 'set' | 'replace';

const mergeKeys: [path: RegExp, strategy: ListStrategy][] = [
  [/(^|\.)(containers|initContainers|ephemeralContainers)$/, { by: 'name' }],
  [/ontainers\.env$/, { by: 'name' }],
  [/ontainers\.ports$/, { by: 'containerPort' }],
  [/ontainers\.volumeMounts$/, { by: 'mountPath' }],
  [/ontainers\.volumeDevices$/, { by: 'devicePath' }],
  [/ontainers\.resources\.claims$/, { by: 'name' }],
  [/(^|\.)spec\.volumes$/, { by: 'name' }],
  [/(^|\.)spec\.imagePullSecrets$/, { by: 'name' }],
  [/(^|\.)spec\.hostAliases$/, { by: 'ip' }],
  [/(^|\.)spec\.topologySpreadConstraints$/, { by: 'topologyKey' }],
  [/(^|\.)spec\.schedulingGates$/, { by: 'name' }],
  [/(^|\.)spec\.resourceClaims$/, { by: 'name' }],
  [/volumes\.projected\.sources$/, 'replace'],
  [/^spec\.ports$/, { by: 'port' }],
  [/^spec\.taints$/, { by: 'key' }],
  [/^status\.conditions$/, { by: 'type' }],
  [/^status\.addresses$/, { by: 'type' }],
  [/^status\.(podIPs|hostIPs)$/, { by: 'ip' }],
  [/^(secrets|imagePullSecrets)$/, { by: 'name' }],
  [/(^|\.)metadata\.ownerReferences$/, { by: 'uid' }],
  [/(^|\.)metadata\.finalizers$/, 'set'],
];

export function listStrategy(path: string): ListStrategy {
  return mergeKeys.find(([pattern]) => pattern.test(path))?.[1] ?? 'replace';
}
