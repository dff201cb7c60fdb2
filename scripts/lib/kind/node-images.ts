// Images on the nodes of the cluster: which are there already, and the others loaded in one go.
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeNames } from './cluster.ts';
import { type CommandOptions, run } from './command.ts';
import { clusterName } from './context.ts';

export interface LocalImage {
  name: string;
  /** As `docker image inspect` shows it. */
  id: string;
}

/** Names of those that were not on every node yet. */
export async function loadImages(images: readonly LocalImage[], options: CommandOptions): Promise<string[]> {
  const listings = await Promise.all((await nodeNames()).map(listImages));
  const missing = images
    .filter((image) => !listings.every((listing) => holds(listing, image)))
    .map(({ name }) => name);
  if (missing.length > 0) await load(missing, options);
  return missing;
}

/** One archive, so that layers of several images travel once; what `kind load docker-image` asks of each is known here. */
async function load(names: readonly string[], options: CommandOptions): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'chaos-workshop-images-'));
  const archive = join(folder.path, 'images.tar');
  await run(['docker', 'save', '--output', archive, ...names], options);
  await run(['kind', 'load', 'image-archive', archive, '--name', clusterName], options);
}

function listImages(node: string): Promise<string> {
  return run(['docker', 'exec', node, 'ctr', '--namespace', 'k8s.io', 'images', 'list']);
}

/**
 * Does a node's list of images have this very build under this name? containerd keeps each image by name and by
 * `sha256:<id>`, both with the digest of one manifest. Where Docker itself uses containerd, its id is that digest.
 */
export function holds(listing: string, { name, id }: LocalImage): boolean {
  const digests = new Map(
    listing.split('\n').map((line) => {
      const [reference = '', , digest] = line.trim().split(/\s+/);
      return [reference, digest] as const;
    }),
  );
  const here = digests.get(canonical(name));
  return here !== undefined && (here === id || here === digests.get(id));
}

/** `grafana/otel-lgtm:1` is `docker.io/grafana/otel-lgtm:1` on a node. */
function canonical(name: string): string {
  const parts = name.split('/');
  const hasRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '');
  if (hasRegistry) return name;
  return parts.length === 1 ? `docker.io/library/${name}` : `docker.io/${name}`;
}
