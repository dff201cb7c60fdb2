import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('a step says what it did, with its result, and a failed one keeps its error', () => {
  const { stdout, status } = run(`
    await step({ what: 'lab up', run: async () => 7, result: (count) => count + ' pods' });
    await step({ what: 'battery', run: async () => { throw new Error('no') } }).catch(({ message }) => console.log(message));
  `);
  assert.equal(stdout, '✓ lab up: 7 pods 0.0 s\n✗ battery 0.0 s\nno\n');
  assert.equal(status, 0);
});

test('an abort ends a step that would wait for ever', () => {
  const { stdout } = run(`
    const signal = AbortSignal.abort(new Error('interrupted'));
    await step({ what: 'wait', run: () => new Promise(() => {}), signal }).catch(({ message }) => console.log(message));
  `);
  assert.match(stdout, /^✗ wait .*\ninterrupted\n$/);
});

function run(code: string): { stdout: string; status: number | null } {
  const program = `import { step } from './scripts/lib/steps.ts';${code}`;
  const env = { ...process.env, NO_COLOR: '1' };
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', env });
}
