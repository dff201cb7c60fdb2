// The images of this repository: an app has one when its package.json says with what: "config": { "image": "service" }.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from './command.ts';

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

/** Builds side by side: the builder makes what they share once. */
export async function buildImages(
  images: readonly Image[],
  { doing, signal }: { doing: (detail: string) => void; signal: AbortSignal },
): Promise<BuiltImage[]> {
  let built = 0;
  const build = async (image: Image): Promise<BuiltImage> => {
    const onLine = (line: string) => doing(`${built} of ${images.length} · ${image.app} ${line}`);
    await run(buildCommand(image), { onLine, env: { DOCKER_BUILDKIT: '1' }, signal });
    built += 1;
    return { ...image, ...(await inspect(image.name)) };
  };
  return Promise.all(images.map(build));
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
  return String(appVersion);
}
