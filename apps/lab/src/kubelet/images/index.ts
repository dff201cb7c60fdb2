// Which images the lab can run, in the order in which they are asked.
import { type Container, type ContainerPort } from '@chaos-workshop/kube-api';

import { lgtmAsConsole } from './console.js';
import { customImages } from './custom.js';
import { type Image, repositoryOf } from './image.js';
import { mysql } from './mysql.js';
import { nodeApp } from './node-app.js';
import { pause } from './pause.js';
import { redis } from './redis.js';

/** `root`: the repository. `mappings`: what `--image` gave. */
export function allImages(root: string, mappings: string[]): Image[] {
  return [...customImages(mappings), nodeApp(root), mysql(), redis(), lgtmAsConsole(root), pause()];
}

export function findImage(images: Image[], reference: string): Image | undefined {
  return images.find((image) => image.runs(repositoryOf(reference)));
}

/** The ports that a container declares, or else those of its image. */
export function portsOf(images: Image[], { ports, image = '' }: Container): ContainerPort[] {
  if (ports?.length) return ports;
  const exposed = findImage(images, image)?.exposes ?? [];
  return exposed.map((containerPort) => ({ containerPort }));
}
