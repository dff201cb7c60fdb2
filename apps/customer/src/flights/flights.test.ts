import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { test } from 'node:test';
import { pairOf } from './call.js';
import { figuresOf, wordsOf } from './figures.js';
import { parseFlights } from './options.js';

const program = new URL('../main.js', import.meta.url).pathname;

test('the same seed asks for the same flights, never from an airport to itself', () => {
  assert.deepEqual(pairOf(7, 3), pairOf(7, 3));
  for (let number = 0; number < 500; number += 1) {
    const { from, to } = pairOf(1, number);
    assert.notEqual(from, to);
  }
});

test('without a number and a time there is no end', () => {
  assert.partialDeepStrictEqual(parseFlights([]), { count: Infinity, perSecond: 10 });
  assert.partialDeepStrictEqual(parseFlights(['--count', '5', '--for', '2m']), { count: 5, forMs: 120_000 });
});

test('a wrong command line says which word', () => {
  assert.throws(() => parseFlights(['--rate', '0']), /--rate 0: say a whole number from 1 on/);
  assert.throws(() => parseFlights(['--for', 'ever']), /--for ever: say for example 60s/);
});

test('figures: how often each outcome, and whether all was well', () => {
  const call = (outcome: string, latencyMs: number) => ({ outcome, latencyMs, endedAt: 0 });
  const summary = figuresOf([call('200', 10), call('503', 1), call('200', 20)], 1_000);
  assert.partialDeepStrictEqual(summary, { passed: false, calls: 3, outcomes: { '200': 2, '503': 1 } });
  assert.equal(wordsOf(summary)[1], '  outcomes  2 × 200, 1 × 503');
  assert.match(wordsOf(figuresOf([call('refused', 1)], 1_000)).at(-1) ?? '', /kubectl scale/);
});

test('calls until all are made, and each is a metric with its status', async () => {
  await using service = await PretendServer.open(({ requests }) => (requests.length % 4 === 0 ? 503 : 200));
  await using collector = await PretendServer.open(() => 200);
  const { code, stdout } = await customer(['--count', '20', '--rate', '100', '--json'], {
    service,
    collector,
  });
  assert.equal(code, 1);
  const summary = JSON.parse(stdout) as object;
  assert.partialDeepStrictEqual(summary, { passed: false, calls: 20, outcomes: { '200': 15, '503': 5 } });
  assert.match(service.requests[0]?.url ?? '', /^\/api\/flights\/routes\?from=[A-Z]{3}&to=[A-Z]{3}$/);
  const [metric] = collector.requests.map(({ body }) => JSON.stringify(body)).slice(-1);
  assert.match(metric ?? '', /http\.client\.request\.duration/);
  assert.match(metric ?? '', /"http\.response\.status_code","value":\{"intValue":503\}/);
});

test('a time ends it with 0 when all was well, also where nobody receives the metrics', async () => {
  await using service = await PretendServer.open(() => 200);
  const { code, stdout } = await customer(['--for', '300ms', '--rate', '50'], { service });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /✓ \d+ calls in 0\.\d s\n {2}outcomes {2}\d+ × 200\n {2}latency {3}p50 \d+ ms/);
});

test('Ctrl-C ends it, and what there is is told', async () => {
  await using service = await PretendServer.open(({ requests, interrupt }) => {
    if (requests.length === 5) interrupt?.();
    return 200;
  });
  const { code, stdout } = await customer(['--rate', '100'], { service, interruptible: true });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /✓ \d+ calls/);
});

test('a wrong word ends with 2 and the usage of flights', async () => {
  const { code, stderr } = await customer(['--count', 'many'], {});
  assert.equal(code, 2);
  assert.match(stderr, /✗ --count many.*npm run customer -- flights/s);
});

interface Surroundings {
  service?: PretendServer;
  collector?: PretendServer;
  interruptible?: boolean;
}

async function customer(words: string[], { service, collector, interruptible }: Surroundings) {
  const env = {
    ...process.env,
    KUBECONFIG: '/nowhere',
    ...(service && { FLIGHTS_URL: service.url }),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector?.url ?? '',
  };
  const child = spawn(process.execPath, [program, 'flights', ...words], { env });
  if (interruptible && service) service.interrupt = () => child.kill('SIGINT');
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

/** A real HTTP server that remembers what it was asked. */
class PretendServer implements AsyncDisposable {
  readonly requests: { url: string; body: unknown }[] = [];
  interrupt: (() => void) | undefined;

  private constructor(readonly server: Server) {}

  static async open(status: (server: PretendServer) => number): Promise<PretendServer> {
    const pretend: PretendServer = new PretendServer(
      createServer((request, response) => {
        void json(request)
          .catch(() => undefined)
          .then((body) => {
            pretend.requests.push({ url: request.url ?? '', body });
            response.writeHead(status(pretend)).end('[]');
          });
      }),
    );
    pretend.server.listen(0, '127.0.0.1');
    await once(pretend.server, 'listening');
    return pretend;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
