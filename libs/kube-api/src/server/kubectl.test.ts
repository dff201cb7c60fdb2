import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it, type TestContext } from 'node:test';
import { type TestCluster, deployment, runningPod, startCluster } from '../testing/cluster.js';
import { type Kubectl, findKubectls } from '../testing/kubectl.js';
import { lineOf } from '../testing/lines.js';
import type { Deployment, KubeObject } from '../types.js';

let cluster: TestCluster;
let kubectls: Kubectl[] = [];

before(async () => {
  cluster = await startCluster();
  kubectls = await findKubectls(cluster);
});
after(() => cluster.close());

const absent = 'no kubectl of 1.29 or newer on this machine: the API was not tried with a real client';

/** Runs a check with the newest kubectl, or with the oldest too, in a namespace of its own; says so where there is none. */
function withKubectl(
  name: string,
  check: (kubectl: Scoped) => Promise<void>,
  pick: 'newest' | 'extremes' = 'newest',
) {
  it(name, async (t: TestContext) => {
    const chosen =
      pick === 'extremes'
        ? [...new Set([...kubectls.slice(0, 1), ...kubectls.slice(-1)])]
        : kubectls.slice(-1);
    if (chosen.length === 0) {
      t.diagnostic(absent);
      t.skip(absent);
      return;
    }
    for (const kubectl of chosen) {
      t.diagnostic(`kubectl ${kubectl.version}`);
      await check(scoped(kubectl));
    }
  });
}

interface Scoped {
  namespace: string;
  /** Standard output of a command that must succeed. */
  ok: (args: string, input?: object) => Promise<string>;
  /** Standard error of a command that must fail. */
  refused: (args: string, input?: object) => Promise<string>;
  start: Kubectl['start'];
}

let scopes = 0;

function scoped({ run, start }: Kubectl): Scoped {
  scopes += 1;
  const namespace = `kubectl-${scopes}`;
  cluster.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const inNamespace = (args: string[]) => ['-n', namespace, ...args];
  const invoke = (args: string, input?: object) =>
    run(inNamespace(words(args)), input === undefined ? '' : JSON.stringify(input));
  return {
    namespace,
    start: (args) => start(inNamespace(args)),
    ok: async (args, input) => {
      const { code, stdout, stderr } = await invoke(args, input);
      assert.equal(code, 0, `kubectl ${args} failed: ${stderr}`);
      return stdout;
    },
    refused: async (args, input) => {
      const { code, stderr, stdout } = await invoke(args, input);
      assert.notEqual(code, 0, `kubectl ${args} succeeded: ${stdout}`);
      return stderr;
    },
  };
}

/** Splits at spaces outside single quotes. */
function words(args: string): string[] {
  return [...args.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function web(namespace: string, replicas = 1): KubeObject {
  const object = deployment('web', replicas);
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function addPod(namespace: string, name: string) {
  const pod = runningPod(name);
  return cluster.store.create({ ...pod, metadata: { ...pod.metadata, namespace } });
}

describe('the oldest and the newest kubectl of this machine', () => {
  withKubectl(
    'applies, reads, scales, patches and deletes a deployment',
    async ({ namespace, ok }) => {
      assert.equal(await ok('apply -f -', web(namespace)), 'deployment.apps/web created\n');
      assert.equal(await ok('apply -f -', web(namespace)), 'deployment.apps/web unchanged\n');
      assert.equal(await ok('apply -f -', web(namespace, 2)), 'deployment.apps/web configured\n');
      assert.equal(await ok('scale deployment web --replicas=3'), 'deployment.apps/web scaled\n');
      assert.equal(
        await ok(`patch deployment web -p '{"spec":{"paused":true}}'`),
        'deployment.apps/web patched\n',
      );
      const read = JSON.parse(await ok('get deployment web -o json')) as Deployment;
      assert.deepEqual([read.spec.replicas, read.spec.paused, read.metadata.generation], [3, true, 4]);
      // Since 1.34 kubectl names the namespace too.
      assert.match(
        await ok('delete deployment web'),
        /^deployment\.apps "web" deleted( from \S+ namespace)?\n$/,
      );
      assert.equal(await ok('get deployments --ignore-not-found'), '');
    },
    'extremes',
  );

  withKubectl(
    'runs commands and forwards ports',
    async ({ namespace, start }) => {
      addPod(namespace, 'p');
      const exec = start(['exec', 'p', '--', 'sh', '-c', 'echo out; exit 3']);
      const [output, [code]] = await Promise.all([text(exec.stdout ?? process.stdin), once(exec, 'close')]);
      assert.deepEqual([output, code], ['out\n', 3]);
      const forward = start(['port-forward', 'pod/p', ':8080']);
      const port = /127\.0\.0\.1:(\d+)/.exec(await lineOf(forward, /127\.0\.0\.1:\d+ ->/))?.[1];
      const socket = connect(Number(port), '127.0.0.1');
      socket.end('x'.repeat(200_000));
      assert.equal((await text(socket)).length, 200_000);
      forward.kill();
    },
    'extremes',
  );
});

describe('kubectl', () => {
  withKubectl('shows tables, wide and by label', async ({ namespace, ok }) => {
    addPod(namespace, 'one');
    addPod(namespace, 'two');
    const lines = (await ok('get pods -o wide'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    assert.deepEqual(lines[0]?.slice(0, 7), ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE']);
    assert.deepEqual(lines[1]?.slice(0, 4), ['one', '1/1', 'Running', '0']);
    assert.equal(await ok('get pods -l app=two -o name'), 'pod/two\n');
    assert.match(await ok('get pods -A'), new RegExp(`${namespace} +one`));
    assert.match(await ok('get pod one -o yaml'), /^kind: Pod$/m);
    assert.match(await ok('get all'), /pod\/one/);
  });

  withKubectl('describes pods with their events', async ({ namespace, ok }) => {
    addPod(namespace, 'one');
    assert.match(await ok('describe pod one'), /Status: +Running/);
  });

  withKubectl('labels and annotates', async ({ namespace, ok }) => {
    await ok('apply -f -', web(namespace));
    await ok('label deployment web color=red');
    await ok('annotate deployment web note=yes');
    const { items } = JSON.parse(await ok('get deployments -l color=red -o json')) as { items: Deployment[] };
    const [{ metadata } = assert.fail('nothing has the label')] = items;
    assert.deepEqual([metadata.labels?.['color'], metadata.annotations?.['note']], ['red', 'yes']);
  });

  withKubectl('is told of typos, on creation and on change', async ({ namespace, ok, refused }) => {
    const typo = web(namespace);
    Object.assign(typo['spec'] as object, { replcas: 2 });
    assert.match(await refused('apply -f -', typo), /strict decoding error: unknown field "spec\.replcas"/);
    await ok('apply -f -', web(namespace));
    assert.match(await refused('apply -f -', typo), /strict decoding error: unknown field "spec\.replcas"/);
  });

  withKubectl('removes what a manifest no longer names', async ({ namespace, ok }) => {
    const withEnv = (...names: string[]) => {
      const object = web(namespace);
      const [container] = (object as Deployment).spec.template.spec.containers;
      Object.assign(container ?? {}, { env: names.map((name) => ({ name, value: 'x' })) });
      return object;
    };
    await ok('apply -f -', withEnv('A', 'B', 'C'));
    await ok('apply -f -', withEnv('C', 'A'));
    const names = 'jsonpath={.spec.template.spec.containers[0].env[*].name}';
    assert.equal(await ok(`get deployment web -o ${names}`), 'C A');
  });

  withKubectl('watches', async ({ namespace, start }) => {
    addPod(namespace, 'one');
    const watching = start(['get', 'pods', '-w']);
    await lineOf(watching, /^one .*Running/);
    cluster.store.delete({ kind: 'Pod', namespace, name: 'one' });
    await lineOf(watching, /^one .*Terminating/);
    watching.kill();
  });

  withKubectl('waits for conditions and for deletion', async ({ namespace, ok, start }) => {
    const pod = addPod(namespace, 'one');
    await ok('wait --for=condition=Ready pod/one --timeout=10s');
    const waiting = start(['wait', '--for=delete', 'pod/one', '--timeout=10s']);
    const deleting = start(['delete', 'pod', 'one']);
    await lineOf(deleting, /deleted/);
    cluster.store.delete({ kind: 'Pod', namespace, name: pod.metadata.name }, { gracePeriodSeconds: 0 });
    const [[waited], [deleted]] = await Promise.all([once(waiting, 'close'), once(deleting, 'close')]);
    assert.deepEqual([waited, deleted], [0, 0]);
  });

  withKubectl('follows logs', async ({ namespace, ok, start }) => {
    addPod(namespace, 'one');
    assert.equal(await ok('logs one'), 'one says one\none says two\n');
    const following = start(['logs', '-f', 'one']);
    await lineOf(following, /^line 5$/);
    following.kill();
  });

  withKubectl('knows the kinds of definitions, their columns and rules', async ({ ok, refused }) => {
    await ok('apply -f -', toyDefinition);
    await ok('wait --for=condition=established crd/toys.fun.io --timeout=10s');
    const toy = (spec: object) => ({ apiVersion: 'fun.io/v1', kind: 'Toy', metadata: { name: 'a' }, spec });
    assert.equal(await ok('apply -f -', toy({ size: 'small' })), 'toy.fun.io/a created\n');
    assert.match(await ok('get toys'), /^NAME +SIZE +AGE\na +small +\d+s\n$/);
    assert.equal(
      await refused('apply -f -', toy({ size: 'huge' })),
      'The Toy "a" is invalid: spec.size: Unsupported value: "huge": supported values: "small", "large"\n',
    );
    assert.match(await refused('apply -f -', toy({ siz: 'small' })), /unknown field "spec\.siz"/);
    await ok('delete toy a');
    assert.match(await refused('get toy a'), /toys\.fun\.io "a" not found/);
  });

  withKubectl('applies on the server', async ({ namespace, ok, refused }) => {
    assert.equal(
      await ok('apply --server-side -f -', web(namespace)),
      'deployment.apps/web serverside-applied\n',
    );
    const conflict = await refused('apply --server-side --field-manager=other -f -', web(namespace, 9));
    assert.match(conflict, /conflict with "kubectl": \.spec\.replicas/);
  });

  withKubectl('may do everything, and is told who it is', async ({ ok }) => {
    assert.equal(await ok('auth can-i delete pods'), 'yes\n');
    assert.match(await ok('auth whoami'), /Username +workshop/);
  });

  withKubectl('creates with Protobuf', async ({ ok, refused }) => {
    assert.equal(await ok('create configmap c --from-literal=a=b'), 'configmap/c created\n');
    assert.equal(await ok('get configmap c -o jsonpath={.data}'), '{"a":"b"}');
    assert.match(await refused('create configmap c'), /configmaps "c" already exists/);
    assert.equal(await ok('create deployment d --image=app:1 --replicas=0'), 'deployment.apps/d created\n');
    assert.equal(await ok('get deployment d -o jsonpath={.spec.replicas}'), '0');
  });
});

const toyDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'toys.fun.io' },
  spec: {
    group: 'fun.io',
    names: { plural: 'toys', kind: 'Toy' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        additionalPrinterColumns: [
          { name: 'size', type: 'string', jsonPath: '.spec.size' },
          { name: 'age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { size: { type: 'string', enum: ['small', 'large'] } } },
            },
          },
        },
      },
    ],
  },
};
