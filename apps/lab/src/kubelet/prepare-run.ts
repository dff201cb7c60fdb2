// From a container in a manifest to a command with an environment: image, variables, volumes, links.
import { delimiter, dirname } from 'node:path';
import { type Container, type Pod, type Store } from '@chaos-workshop/kube-api';

import { localPorts } from '../network/ports.js';
import { ImageMissing } from './blocked.js';
import { containerEnv, expand } from './env.js';
import { type Command, type Image, repositoryOf } from './images/image.js';
import { findImage, portsOf } from './images/index.js';
import { ownCommand, ownWords } from './images/own-command.js';
import { type Directories, mountsOf, prepareVolumes } from './volumes.js';

export interface RunContext {
  store: Store;
  images: Image[];
  directories: Directories;
  /** Lets the environment's URLs lead to the pod's links, which exist when it resolves. */
  connect(pod: Pod, env: Record<string, string>, signal: AbortSignal): Promise<Record<string, string>>;
  /** Marks every process of the lab. */
  marker: Record<string, string>;
  /** By how many milliseconds what a pod answers its node is late; infinite: it never arrives. */
  lateness(pod: Pod): number;
  /** Told of every process that was started. */
  onProcess(pid: number): void;
}

export async function prepareRun(
  context: RunContext,
  { pod, container, directory }: { pod: Pod; container: Container; directory: string },
  signal: AbortSignal,
): Promise<{ command: Command; env: Record<string, string> }> {
  const { store, images, directories, marker } = context;
  const image = findImage(images, container.image ?? '');
  if (!image) throw new ImageMissing(container.image);
  const mounts = mountsOf(container, prepareVolumes(store, pod, directories));
  const declared = containerEnv(store, pod, container);
  const connected = await context.connect(pod, declared, signal);
  const env = { ...baseEnv(pod, mounts, directory), ...connected, ...marker };
  const expanded = (words: string[] = []) => words.map((word) => expand(word, env));
  const args = expanded(container.args);
  const repository = repositoryOf(container.image ?? '');
  const about = {
    repository,
    container: { ...container, args, ports: portsOf(images, container) },
    env,
    ports: localPorts(pod),
    mounts,
    directory,
  };
  const own = ownWords(image, expanded(container.command), args);
  const command = own ? ownCommand(image, own, about) : await image.command(about, signal);
  return { command, env: { ...env, ...command.env } };
}

/** What an image would bring along; nothing else of the lab's own environment reaches a pod. */
function baseEnv(pod: Pod, mounts: Map<string, string>, directory: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? '/usr/bin:/bin'].join(delimiter),
    HOME: directory,
    TMPDIR: mounts.get('/tmp') ?? directory,
    LANG: 'C.UTF-8',
    HOSTNAME: pod.metadata.name,
  };
}
