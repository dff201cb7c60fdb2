import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { buildCommand, ourImages } from './images.ts';

test('every image of ours that the rendered chart asks for is one that is built', () => {
  const built = ourImages().map(({ name }) => name);
  const asked = imagesIn(readFileSync('k8s/workshop.yaml', 'utf8')).filter((name) =>
    name.startsWith('chaos-workshop/'),
  );
  assert.ok(asked.length >= 3, 'the chart asks for the three services');
  for (const name of asked)
    assert.ok(built.includes(name), `${name} is asked for, ${built.join(', ')} are built`);
});

test('an app that the chart does not know has no image: the lab runs on the machine itself', () => {
  assert.ok(!ourImages().some(({ app }) => app === 'lab'));
});

test('an image is named after its app and the version of the chart', () => {
  const root = repository({ 'one-service': 'service', two: 'plain', three: undefined });
  assert.deepEqual(ourImages(root), [
    { app: 'one-service', target: 'service', name: 'chaos-workshop/one-service:1.2.3' },
    { app: 'two', target: 'plain', name: 'chaos-workshop/two:1.2.3' },
  ]);
});

test('a marker that means nothing is an error that says what would', () => {
  assert.throws(
    () => ourImages(repository({ one: 'fancy' })),
    /one\/package\.json.*"fancy".*service or plain/,
  );
});

test('an image is built from the stage that its marker names', () => {
  const [image] = ourImages(repository({ one: 'service' }));
  assert.equal(
    buildCommand(image!).join(' '),
    'docker build --progress plain --target service --build-arg APP=one --tag chaos-workshop/one:1.2.3 .',
  );
});

test('the Dockerfile has a stage for every marker, ends as a numeric user, and names no program by a shell', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  for (const target of ['service', 'plain'])
    assert.match(dockerfile, new RegExp(`^FROM .* AS ${target}$`, 'm'));
  assert.match(dockerfile, /^USER 1000$/m);
  for (const [line] of dockerfile.matchAll(/^(ENTRYPOINT|CMD).*$/gm))
    assert.match(line, /^ENTRYPOINT \["node",/);
});

test('services load OpenTelemetry as the lab has them do it', () => {
  const runner = readFileSync('apps/lab/src/kubelet/images/node-app.ts', 'utf8');
  const [entrypoint = ''] =
    /^FROM plain AS service$[\s\S]*?^ENTRYPOINT .*$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  for (const word of ['--import', '@chaos-workshop/service-kit/telemetry', 'dist/main.js']) {
    assert.ok(runner.includes(`'${word}'`), `the lab: ${word}`);
    assert.ok(entrypoint.includes(`"${word}"`), `the image: ${word}`);
  }
});

test('what goes to the builder is small and holds neither tests nor secrets', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  assert.ok(ignored.includes('*'), 'everything is left out that is not let in');
  for (const pattern of ['**/node_modules', '**/dist', '**/*.test.ts'])
    assert.ok(ignored.includes(pattern), pattern);
  for (const [, allowed = ''] of ignored.join('\n').matchAll(/^!(.*)$/gm))
    assert.match(allowed, /^(\.npmrc|package(-lock)?\.json|tsconfig\.base\.json|apps\/\*|libs\/\*)$/);
});

/** A repository with nothing but what names its images. */
function repository(apps: Record<string, string | undefined>): string {
  const root = mkdtempSync(join(tmpdir(), 'images-'));
  mkdirSync(join(root, 'helm/chaos-workshop'), { recursive: true });
  writeFileSync(join(root, 'helm/chaos-workshop/Chart.yaml'), 'appVersion: 1.2.3\n');
  for (const [app, image] of Object.entries(apps)) {
    mkdirSync(join(root, 'apps', app), { recursive: true });
    writeFileSync(join(root, 'apps', app, 'package.json'), JSON.stringify({ config: image && { image } }));
  }
  return root;
}

function imagesIn(manifests: string): string[] {
  return parseAllDocuments(manifests).flatMap((document) => {
    const pod = document.getIn(['spec', 'template', 'spec', 'containers']) as
      | { toJSON(): { image: string }[] }
      | undefined;
    return pod?.toJSON().map(({ image }) => image) ?? [];
  });
}
