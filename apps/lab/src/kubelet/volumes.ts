// The volumes of a pod as directories: claims are kept, everything else lives and goes with the pod.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Container, type Pod, type Store, type Volume } from '@chaos-workshop/kube-api';

import { ConfigError, configMapData, secretData } from './env.js';

export interface Directories {
  /** Where one pod keeps its files; removed with the pod. */
  pod(pod: Pod): string;
  claim(namespace: string, name: string): string;
}

/** Volume name → directory. Throws ConfigError when a ConfigMap, Secret or claim is not there. */
export function prepareVolumes(store: Store, pod: Pod, directories: Directories): Map<string, string> {
  const home = join(directories.pod(pod), 'volumes');
  return new Map(
    (pod.spec.volumes ?? []).map((volume) => {
      const directory = directoryOf(store, pod, volume, directories) ?? join(home, volume.name);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      for (const [path, content] of filesOf(store, pod, volume)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), content, { mode: 0o600 });
      }
      return [volume.name, directory];
    }),
  );
}

/** Mount path → directory, for what runs in the container: a process sees no mounts, so images look paths up here. */
export function mountsOf(container: Container, volumes: Map<string, string>): Map<string, string> {
  return new Map(
    (container.volumeMounts ?? []).map(({ name, mountPath, subPath = '' }) => {
      const directory = volumes.get(name);
      if (!directory)
        throw new ConfigError(`volume "${name}" of mount ${mountPath} is not in the pod's volumes`);
      return [mountPath.replace(/\/$/, ''), join(directory, subPath)];
    }),
  );
}

function directoryOf(store: Store, pod: Pod, volume: Volume, directories: Directories): string | undefined {
  const claimName = volume.persistentVolumeClaim?.claimName;
  if (claimName === undefined) return undefined;
  const { namespace = '' } = pod.metadata;
  if (!store.get({ kind: 'PersistentVolumeClaim', namespace, name: claimName })) {
    throw new ConfigError(`persistentvolumeclaim "${claimName}" not found`);
  }
  return directories.claim(namespace, claimName);
}

/** Path below the volume → content, of all that the volume takes from ConfigMaps and Secrets. */
function filesOf(store: Store, { metadata }: Pod, volume: Volume): [string, string][] {
  const { configMap, secret, projected } = volume;
  const { namespace = '' } = metadata;
  const sources = projected?.sources ?? [
    { ...(configMap && { configMap }), ...(secret && { secret: { ...secret, name: secret.secretName } }) },
  ];
  return sources.flatMap((source) => [
    ...(source.configMap ? chosen(source.configMap, configMapData(store, namespace, source.configMap)) : []),
    ...(source.secret ? chosen(source.secret, secretData(store, namespace, source.secret)) : []),
  ]);
}

type Source = NonNullable<NonNullable<Volume['projected']>['sources'][number]['secret']>;

function chosen({ items }: Source, data: Record<string, string>): [string, string][] {
  if (!items) return Object.entries(data);
  return items.map(({ key, path }) => {
    const content = data[key];
    if (content === undefined) throw new ConfigError(`references non-existent config key: ${key}`);
    return [path, content];
  });
}
