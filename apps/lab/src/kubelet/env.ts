// The environment of a container: values, references to Secrets and ConfigMaps, fields of the pod, and `$(NAME)`.
import {
  type ConfigMap,
  type Container,
  type EnvVar,
  type Pod,
  type Secret,
  type Store,
} from '@chaos-workshop/kube-api';

/** The container cannot be configured as things are: shown as CreateContainerConfigError. */
export class ConfigError extends Error {}

export function containerEnv(store: Store, pod: Pod, container: Container): Record<string, string> {
  const { namespace = '' } = pod.metadata;
  const env: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const values = {
      ...(configMapRef && configMapData(store, namespace, configMapRef)),
      ...(secretRef && secretData(store, namespace, secretRef)),
    };
    for (const [key, value] of Object.entries(values)) env[prefix + key] = value;
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(store, pod, container, variable);
    if (value !== undefined) env[variable.name] = variable.valueFrom ? value : expand(value, env);
  }
  return env;
}

/**
 * Replaces `$(NAME)` by what is defined so far; `$$(NAME)` means a plain `$(NAME)`; unknown names stay as they are
 * (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/).
 */
export function expand(value: string, env: Record<string, string>): string {
  return value.replaceAll(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(env, name) ? (env[name] ?? '') : match;
  });
}

function valueOf(
  store: Store,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
): string | undefined {
  const { namespace = '' } = pod.metadata;
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
  if (secretKeyRef)
    return keyOf('Secret', namespace, secretKeyRef, secretData(store, namespace, secretKeyRef));
  if (configMapKeyRef)
    return keyOf('ConfigMap', namespace, configMapKeyRef, configMapData(store, namespace, configMapKeyRef));
  if (fieldRef) return podField(pod, fieldRef.fieldPath);
  if (resourceFieldRef) return resourceField(container, resourceFieldRef.resource);
  return value ?? '';
}

function keyOf(
  kind: string,
  namespace: string,
  { name, key, optional }: { name: string; key: string; optional?: boolean },
  data: Record<string, string>,
): string | undefined {
  if (Object.hasOwn(data, key) || optional) return data[key];
  throw new ConfigError(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
}

export function secretData(
  store: Store,
  namespace: string,
  { name, optional }: { name: string; optional?: boolean },
): Record<string, string> {
  const secret = store.get<Secret>({ kind: 'Secret', namespace, name });
  if (!secret && !optional) throw new ConfigError(`secret "${name}" not found`);
  const entries = Object.entries(secret?.data ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

export function configMapData(
  store: Store,
  namespace: string,
  { name, optional }: { name: string; optional?: boolean },
): Record<string, string> {
  const configMap = store.get<ConfigMap>({ kind: 'ConfigMap', namespace, name });
  if (!configMap && !optional) throw new ConfigError(`configmap "${name}" not found`);
  return configMap?.data ?? {};
}

function podField({ metadata, spec, status }: Pod, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (key !== undefined) return metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  const fields: Record<string, string | undefined> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status?.podIP ?? '127.0.0.1',
    'status.hostIP': status?.hostIP ?? '127.0.0.1',
  };
  if (!Object.hasOwn(fields, path)) throw new ConfigError(`field label not supported: ${path}`);
  return fields[path] ?? '';
}

function resourceField({ resources }: Container, path: string): string {
  const [kind, name = ''] = path.split('.');
  const quantity = kind === 'limits' ? resources?.limits?.[name] : resources?.requests?.[name];
  return String(quantity ?? 0);
}
