// The same words to toxiproxy-cli and to `npm run toxiproxy`, on our fault proxy: the same output, the same exit code.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { findToxiproxyCli } from '../../../bench/toxiproxy.ts';

const cli = await findToxiproxyCli().catch(() => undefined);
const skip =
  cli === undefined && 'no toxiproxy-cli, and no Go to build it: our own was compared with nothing';

const script = [
  ['list', 'list'],
  ['create', 'create -l 127.0.0.1:0 -u 127.0.0.1:3306 mysql_proxy'],
  ['a second one of the name', 'create --listen 127.0.0.1:0 --upstream 127.0.0.1:3306 mysql_proxy'],
  ['create without an upstream', 'create -l 127.0.0.1:0 other'],
  ['create without a name', 'create -l 127.0.0.1:0 -u 127.0.0.1:3306'],
  ['toxic add', 'toxic add -t latency --tox 0.5 -a latency=100 -a jitter=900 mysql_proxy'],
  [
    'toxic add, as Go takes it',
    'toxic add -type timeout -upstream -toxicName stall -a timeout=500 mysql_proxy',
  ],
  ['a type that is none', 'toxic add -t typo mysql_proxy'],
  ['inspect', 'inspect mysql_proxy'],
  ['toxic update', 'toxic update -n latency_downstream --tox 0.5 -a latency=5 mysql_proxy'],
  ['inspect again', 'ins mysql_proxy'],
  ['toxic remove', 'toxic remove -n stall mysql_proxy'],
  ['a toxic that is not there', 'toxic remove -n stall mysql_proxy'],
  ['toggle', 'toggle mysql_proxy'],
  ['list of one that is disabled', 'ls'],
  ['toggle back', 'tog mysql_proxy'],
  ['delete', 'delete mysql_proxy'],
  ['delete again', 'delete mysql_proxy'],
] as const;

describe('npm run toxiproxy', { timeout: 120_000 }, () => {
  let server: ChildProcess;
  let host = '';

  before(async () => {
    server = spawn(
      process.execPath,
      ['apps/fault-proxy/dist/main.js', '--host', '127.0.0.1', '--port', '0'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface(server.stdout!), 'line')) as [string];
    host = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
  });
  after(() => server.kill());

  describe('as the real one', { skip }, () => {
    const told = (program: string[]) => script.map(([, words]) => run([...program, '--host', host], words));
    let real: Told[];
    let ours: Told[];
    before(() => {
      real = told([cli!]);
      ours = told([process.execPath, 'scripts/toxiproxy.ts']);
    });

    for (const [at, [what, words]] of script.entries())
      test(`${what}: ${words}`, () => {
        assert.equal(ours[at]!.code, real[at]!.code, ours[at]!.stderr);
        assert.equal(portless(ours[at]!.stdout), portless(real[at]!.stdout));
        assert.equal(ours[at]!.stderr === '', real[at]!.stderr === '');
      });
  });

  test('an update leaves the toxicity alone that it does not name', () => {
    const say = (words: string) =>
      run([process.execPath, 'scripts/toxiproxy.ts', '--host', host], words).stdout;
    say('create -l 127.0.0.1:0 -u 127.0.0.1:3306 m');
    say('toxic add -t latency --tox 0.25 -a latency=1 m');
    say('toxic update -n latency_downstream -a latency=2 m');
    assert.match(say('inspect m'), /toxicity=0.25\tattributes=\[\tjitter=0\tlatency=2\t/);
    say('delete m');
  });

  test('where nothing listens it says what to start', () => {
    const { code, stderr } = run([process.execPath, 'scripts/toxiproxy.ts', '-h', '127.0.0.1:1'], 'list');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^Failed to retrieve proxies: no answer from http:\/\/127.0.0.1:1 .*npm run fault-proxy/,
    );
  });
});

interface Told {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run([program = '', ...args]: string[], words: string): Told {
  const { status, stdout, stderr } = spawnSync(program, [...args, ...words.split(' ')], { encoding: 'utf8' });
  return { code: status, stdout: withoutHelp(stdout), stderr };
}

/** The real one answers a mistake with the complaint, and a page of help besides. */
function withoutHelp(stdout: string): string {
  return stdout.startsWith('NAME:') ? '' : stdout;
}

function portless(text: string): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1');
}
