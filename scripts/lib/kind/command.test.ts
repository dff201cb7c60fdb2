import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandFailed, pasteable, run, succeeds } from './command.ts';

const node = (code: string) => [process.execPath, '-e', code];

test('stdout is what the command comes to, lines of both streams are told', async () => {
  const lines: string[] = [];
  const out = await run(node('console.log("one"); console.error("two")'), {
    onLine: (line) => lines.push(line),
  });
  assert.equal(out, 'one\n');
  assert.deepEqual(lines.toSorted(), ['one', 'two']);
});

test('a failure shows the command so that it can be pasted, the exit code and the last lines', async () => {
  const failing = run(node('console.error("no such thing"); process.exit(3)'), { env: { MODE: 'a b' } });
  await assert.rejects(failing, (error: Error) => {
    assert.ok(error instanceof CommandFailed);
    assert.match(error.message, /^failed with exit code 3:\n {4}MODE=\$'a b' /);
    assert.match(error.message, /\n {2}no such thing$/);
    return true;
  });
});

test('words are quoted for the shell only where they have to be', () => {
  assert.equal(pasteable(['helm', '--set', 'a=b c']), "helm --set $'a=b c'");
});

test('a program that is not there has failed as well', async () => {
  assert.equal(await succeeds(['no-such-program-here']), false);
  assert.equal(await succeeds(node('')), true);
});

test('an abort ends the program and is what the caller hears of', async () => {
  const controller = new AbortController();
  const start = Date.now();
  const running = run(node('setTimeout(() => {}, 60_000); console.log("up")'), {
    onLine: () => controller.abort(new Error('enough')),
    signal: controller.signal,
  });
  await assert.rejects(running, /enough/);
  assert.ok(Date.now() - start < 10_000);
});

test('a time limit ends the program', async () => {
  await assert.rejects(run(node('setTimeout(() => {}, 60_000)'), { timeoutMs: 200 }), /ended by SIGTERM/);
});
