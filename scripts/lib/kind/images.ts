// The images of this repository: an app has one when its package.json says with what: "config": { "image": "service" }.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from './command.ts';

/** BuildKit, where Docker is too old to choose it; no attestations, because they make a new image of an unchanged one. */
const builder = { DOCKER_BUILDKIT: '1', BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };

/** Stages of the Dockerfile that an image can end with. */
const targets = ['service', 'plain'] as const;

export interface Image {
  app: string;
  target: (typeof targets)[number];
  /** `chaos-workshop/<app>:<appVersion of the chart>`, what the chart asks for. */
  name: string;
}

export interface BuiltImage extends Image {
  id: string;
  bytes: number;
}

export function ourImages(root = '.'): Image[] {
  const version = appVersion(join(root, 'helm/chaos-workshop/Chart.yaml'));
  return globSync('apps/*/package.json', { cwd: root })
    .toSorted()
    .flatMap((file) => {
      const target = targetOf(join(root, file));
      const app = basename(dirname(file));
      return target ? [{ app, target, name: `chaos-workshop/${app}:${version}` }] : [];
    });
}

export function buildCommand({ app, target, name }: Image): string[] {
  const what = ['--target', target, '--build-arg', `APP=${app}`, '--tag', name];
  return ['docker', 'build', '--progress', 'plain', ...what, '.'];
}

/** The first makes what all share and says alone what is wrong with it; the others then build side by side. */
export async function buildImages(
  images: readonly Image[],
  { doing, signal }: { doing: (detail: string) => void; signal: AbortSignal },
): Promise<BuiltImage[]> {
  let built = 0;
  const build = async (image: Image): Promise<BuiltImage> => {
    const onLine = (line: string) => doing(`${built} of ${images.length} · ${image.app} ${line}`);
    await run(buildCommand(image), { onLine, env: builder, signal });
    built += 1;
    return { ...image, ...(await inspect(image.name)) };
  };
  const first = await Promise.all(images.slice(0, 1).map(build));
  return [...first, ...(await Promise.all(images.slice(1).map(build)))];
}

async function inspect(name: string): Promise<{ id: string; bytes: number }> {
  const text = await run(['docker', 'image', 'inspect', '--format', '{{.Id}} {{.Size}}', name]);
  const [id = '', bytes] = text.trim().split(' ');
  return { id, bytes: Number(bytes) };
}

function targetOf(manifest: string): Image['target'] | undefined {
  const { config } = JSON.parse(readFileSync(manifest, 'utf8')) as { config?: { image?: string } };
  if (config?.image === undefined) return undefined;
  const target = targets.find((one) => one === config.image);
  if (!target)
    throw new Error(`${manifest}: config.image "${config.image}" cannot be: say ${targets.join(' or ')}`);
  return target;
}

function appVersion(chart: string): string {
  const { appVersion } = parse(readFileSync(chart, 'utf8')) as { appVersion: string };
  return appVersion;
}
