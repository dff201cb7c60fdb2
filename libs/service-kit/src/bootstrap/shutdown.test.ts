import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { eventually } from '../testing/index.js';
import { Kitchen } from './kitchen-process.fixture.js';

const preload = ['--import', '@chaos-workshop/service-kit/telemetry'];

describe('a service that is told to stop', { concurrency: 3 }, () => {
  test('on SIGTERM it says "not ready", finishes what it has, and ends with 0', async () => {
    await using kitchen = await Kitchen.start({ DRAIN: '700ms' });
    const slow = fetch(`${kitchen.url}/slow/1000`);
    await fetch(`${kitchen.url}/health/ready`);
    kitchen.process.kill('SIGTERM');
    await eventually(async () => assert.equal((await fetch(`${kitchen.url}/health/ready`)).status, 503));
    const meanwhile = await fetch(`${kitchen.url}/health/live`);
    assert.equal(meanwhile.status, 200);
    assert.equal(meanwhile.headers.get('connection'), 'close', 'callers go elsewhere');
    assert.equal(await (await slow).text(), 'done');
    assert.deepEqual(await kitchen.exited, [0, null]);
  });

  test('a request that never ends does not keep it from ending', async () => {
    await using kitchen = await Kitchen.start({ SHUTDOWN_LIMIT: '500ms', DRAIN: '0ms' });
    const hanging = fetch(`${kitchen.url}/slow/60000`).catch(() => {});
    await fetch(`${kitchen.url}/health/ready`);
    kitchen.process.kill('SIGTERM');
    assert.deepEqual(await kitchen.exited, [1, null]);
    await hanging;
  });

  test('traces go to the collector, with the route in the name and the ids in the log', async () => {
    await using collector = await Collector.open();
    await using kitchen = await Kitchen.start({ ...collector.environment, DRAIN: '0ms' }, ...preload);
    await fetch(`${kitchen.url}/slow/1`);
    await fetch(`${kitchen.url}/health/live`);
    kitchen.process.kill('SIGTERM');
    assert.deepEqual(await kitchen.exited, [0, null]);
    const [span] = collector.spans;
    assert.deepEqual(
      collector.spans.map(({ name }) => name),
      ['GET /slow/:ms'],
    );
    const line = kitchen.log.find(({ msg }) => String(msg).startsWith('GET /slow/1'));
    assert.equal(line?.['trace_id'], span?.traceId);
  });

  for (const state of ['is down', 'hangs']) {
    test(`a collector that ${state} does not hold up the end`, async () => {
      await using collector = await Collector.open({ hangs: true });
      const { environment } = collector;
      if (state === 'is down') await collector[Symbol.asyncDispose]();
      await using kitchen = await Kitchen.start({ ...environment, DRAIN: '0ms' }, ...preload);
      await fetch(`${kitchen.url}/slow/1`);
      const start = performance.now();
      kitchen.process.kill('SIGTERM');
      assert.deepEqual(await kitchen.exited, [0, null]);
      assert.ok(performance.now() - start < 4000, `took ${performance.now() - start} ms`);
    });
  }
});

interface Span {
  name: string;
  traceId: string;
}

/** A real OTLP receiver. */
class Collector implements AsyncDisposable {
  readonly spans: Span[] = [];
  readonly #server;

  private constructor(hangs: boolean) {
    this.#server = createServer(async (request, response) => {
      if (hangs) return;
      const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      this.spans.push(
        ...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      );
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }

  static async open({ hangs = false } = {}): Promise<Collector> {
    const collector = new Collector(hangs);
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      OTEL_SERVICE_NAME: 'kitchen',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
