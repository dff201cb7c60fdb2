// The Tiltfile, read as text and, where Tilt is there, by Tilt itself on a lab.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { which } from 'zx';
import { buildCommand, ourImages } from '../scripts/lib/kind/images.ts';
import { Lab } from '../scripts/lib/lab.ts';
import { pods, render, withoutHelm } from './lib/chart.ts';

const tiltfile = readFileSync('Tiltfile', 'utf8');

test('a service that Tilt updates starts as in its image, but watched', () => {
  const inTilt = words(tiltfile, /entrypoint=\[(.+?)\]/);
  const inImage = words(readFileSync('Dockerfile', 'utf8'), /^ENTRYPOINT \[(.+--import.+)\]$/m);
  assert.deepEqual(inTilt, inImage.toSpliced(1, 0, '--watch'));
});

test('the chart takes what the Tiltfile sets, and opens its containers', { skip: withoutHelm }, () => {
  const settings = [...tiltfile.matchAll(/'--set', '([^'%]+=[^'%]+)'/g)].map(([, setting = '']) => setting);
  const containers = pods(render(...settings)).flatMap((pod) => pod.containers);
  const closed = containers.filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem);
  assert.deepEqual(closed, []);
  assert.ok(containers.length > 0);
});

const without = ['tilt', 'helm'].filter((program) => which.sync(program, { nothrow: true }) === null);
const skip =
  without.length > 0 && `no ${without.join(' and no ')} on PATH: the Tiltfile was not read by Tilt itself`;

suite('Tilt reads', { skip }, () => {
  const dir = '.lab-tiltfile';
  let lab: Lab;
  let result: Result;
  before(async () => {
    lab = await Lab.start({ dir, anyNodePorts: true, signal: AbortSignal.timeout(60_000) });
    const { code, stdout, stderr } = tilt('--contexts', 'chaos-workshop-lab', '--telemetry', 'console');
    assert.equal(code, 0, stderr);
    result = JSON.parse(stdout) as Result;
  });
  after(async () => {
    await lab.stop();
    await rm(dir, { recursive: true, force: true });
  });

  test('no context that nobody has allowed', () => {
    const { code, stderr } = tilt('--telemetry', 'console');
    assert.equal(code, 5);
    assert.match(stderr, /chaos-workshop-lab might be a production kube context/);
  });

  test('two buttons for each fault of chaos-mesh/', () => {
    const faults = globSync('chaos-mesh/*.yaml').map((file) => basename(file, '.yaml'));
    const buttons = Object.values(result.ObjectSet['tilt.dev/v1alpha1, Resource=uibuttons'] ?? {});
    assert.deepEqual(
      buttons.map(({ spec }) => `${spec.text} ${spec.location?.componentID}`).toSorted(),
      faults.flatMap((fault) => [`apply ${fault}`, `delete ${fault}`]).toSorted(),
    );
    assert.ok(buttons.every(({ spec }) => spec.location?.componentType === 'Resource'));
    const commands = Object.values(result.ObjectSet['tilt.dev/v1alpha1, Resource=cmds'] ?? {});
    assert.deepEqual(
      commands.map(({ spec }) => spec.args?.slice(3, 6).join(' ')).toSorted(),
      faults
        .flatMap((fault) => ['apply', 'delete'].map((verb) => `${verb} --filename chaos-mesh/${fault}.yaml`))
        .toSorted(),
    );
  });

  test('a build of each image that the chart runs, as `npm run images` builds it', () => {
    const needed = pods(render('telemetry.backend=console'))
      .filter(({ name }) => name !== 'customer')
      .flatMap((pod) => pod.containers.map(({ image }) => image));
    const expected = ourImages().filter(({ name }) => needed.includes(name));
    const builds = images(result).map(({ selector, BuildDetails }) => [selector, BuildDetails.args.at(-1)]);
    assert.deepEqual(
      new Map(builds.map(([app, command]) => [app, String(command)])),
      new Map(expected.map((image) => [image.name.replace(/:.*/, ''), commandLine(image)])),
    );
  });

  test('where changed files of a service go: its own, and those of every lib of ours that it uses', () => {
    const live = images(result).filter(({ LiveUpdateSpec }) => LiveUpdateSpec.syncs);
    const places = new Map(live.map(({ selector, LiveUpdateSpec }) => [selector, LiveUpdateSpec.syncs]));
    assert.deepEqual([...places.keys()].toSorted(), [
      'chaos-workshop/flights-service',
      'chaos-workshop/loyalty-service',
      'chaos-workshop/menu-service',
      'chaos-workshop/order-service',
    ]);
    assert.deepEqual(
      places
        .get('chaos-workshop/order-service')
        ?.map(({ containerPath }) => containerPath)
        .toSorted(),
      ['/app/apps/order-service/dist', '/app/libs/resilience/dist', '/app/libs/service-kit/dist'],
    );
  });

  function tilt(...settings: string[]): { code: number | null; stdout: string; stderr: string } {
    // A folder of its own for what Tilt keeps: a `tilt up` of the same person would lose its kubeconfig.
    const own = { XDG_RUNTIME_DIR: resolve(dir), XDG_STATE_HOME: resolve(dir), TILT_DISABLE_ANALYTICS: '1' };
    const env = { ...process.env, KUBECONFIG: lab.file.kubeconfig, ...own };
    const args = ['alpha', 'tiltfile-result', '--', ...settings];
    const { status, stdout, stderr } = spawnSync('tilt', args, { env, encoding: 'utf8', maxBuffer: 2 ** 24 });
    return { code: status, stdout, stderr };
  }
});

/** What `tilt alpha tiltfile-result` prints, as far as it matters here. */
interface Result {
  Manifests: { Name: string; ImageTargets: ImageTarget[] | null }[];
  ObjectSet: Record<string, Record<string, TiltObject>>;
}

interface TiltObject {
  spec: { text?: string; args?: string[]; location?: { componentID: string; componentType: string } };
}

interface ImageTarget {
  selector: string;
  BuildDetails: { args: string[] };
  LiveUpdateSpec: { syncs?: { localPath: string; containerPath: string }[] };
}

function images({ Manifests }: Result): ImageTarget[] {
  return Manifests.flatMap(({ ImageTargets }) => ImageTargets ?? []);
}

/** What `npm run images` runs, with the name that Tilt gives and without `--progress`. */
function commandLine(image: Parameters<typeof buildCommand>[0]): string {
  return buildCommand({ ...image, name: '$EXPECTED_REF' })
    .join(' ')
    .replace(' --progress plain', '');
}

function words(source: string, list: RegExp): string[] {
  return (list.exec(source)?.[1] ?? '').split(',').map((word) => word.trim().replaceAll(/['"]/g, ''));
}
