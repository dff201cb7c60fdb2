import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { suite, test } from 'node:test';
import { Console, mainFile } from './testing/console.js';

suite('the process', () => {
  test('ends with 0 on SIGTERM while a browser keeps its connection open', async (t) => {
    const lab = await Console.start(t);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const [response] = (await once(get(lab.url, { agent }), 'response')) as [NodeJS.ReadableStream];
    await once(response.resume(), 'end');
    const startedAt = performance.now();
    lab.child.kill('SIGTERM');
    assert.deepEqual(await once(lab.child, 'exit'), [0, null]);
    assert.ok(performance.now() - startedAt < 3_000);
  });

  test('names the port that is taken and the variable that sets it, and ends with 1', async (t) => {
    const lab = await Console.start(t);
    const { port } = new URL(lab.url);
    const { code, stderr } = await run({ PORT: '0', OTLP_PORT: port });
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^\\[console\\] port ${port} on 127.0.0.1 is taken: set OTLP_PORT`));
  });

  test('tells all that is wrong with its environment', async () => {
    const { code, stderr } = await run({ PORT: 'http', OTLP_PORT: '70000' });
    assert.equal(code, 1);
    assert.match(stderr, /PORT=http: give a whole number from 0 to 65535\nOTLP_PORT=70000: give/);
  });

  async function run(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
    const child = spawn(process.execPath, [mainFile], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const chunks = child.stderr.toArray();
    const [code] = (await once(child, 'close')) as [number];
    return { code, stderr: Buffer.concat((await chunks) as Buffer[]).toString() };
  }
});
