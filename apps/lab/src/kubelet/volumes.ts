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

function filesOf(store: Store, { metadata }: Pod, { configMap, secret }: Volume): [string, string][] {
  const { namespace = '' } = metadata;
  const source = configMap ?? secret;
  if (!source) return [];
  const data = configMap
    ? configMapData(store, namespace, configMap)
    : secretData(store, namespace, { name: secret?.secretName ?? '', optional: secret?.optional === true });
  if (!source.items) return Object.entries(data);
  return source.items.map(({ key, path }) => {
    const content = data[key];
    if (content === undefined) throw new ConfigError(`references non-existent config key: ${key}`);
    return [path, content];
  });
}
