import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { test } from 'node:test';

import { type ImageContext } from './image.js';
import { CommandMissing, ownCommand, ownWords } from './own-command.js';
import { pause } from './pause.js';
import { redis } from './redis.js';

const context: ImageContext = {
  repository: 'redis',
  container: { name: 'app', ports: [{ containerPort: 6379 }] },
  env: { PATH: '/bin:/usr/bin' },
  ports: new Map([[6379, 20_001]]),
  mounts: new Map(),
  directory: '/tmp',
};

test('a `command` runs with its `args` in place of the program of the image', () => {
  const words = ownWords(redis(), ['sh', '-c'], ['exit 3']);
  const { file, args, cwd, env } = ownCommand(redis(), words ?? [], context);
  match(file, /\/sh$/);
  deepEqual(args, ['-c', 'exit 3']);
  equal(cwd, '/tmp');
  deepEqual(env, { HOST: '127.0.0.1', PORT: '20001' });
});

test('the entrypoint of redis takes options for itself and runs anything else', () => {
  equal(ownWords(redis(), [], ['--maxmemory', '10mb']), undefined);
  equal(ownWords(redis(), [], ['redis-server', '--maxmemory', '10mb']), undefined);
  deepEqual(ownWords(redis(), [], ['redis-cli', 'ping']), ['redis-cli', 'ping']);
});

test('a command that is not there is named, as the container runtime does', () => {
  throws(
    () => ownCommand(redis(), ['no-such-program'], context),
    /exec: "no-such-program": executable file not found in \$PATH: unknown$/,
  );
  throws(
    () => ownCommand(redis(), ['/no/such'], context),
    /exec: "\/no\/such": stat \/no\/such: no such file/,
  );
});

test('a pause image has no programs, so a pod-failure of a container with a `command` does not pause it', () => {
  throws(() => ownCommand(pause(), ['sh'], context), CommandMissing);
});
