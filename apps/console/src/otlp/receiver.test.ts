import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Console } from '../testing/console.js';
import { exportRequest, hexId } from '../testing/spans.js';

suite('the OTLP receiver', async () => {
  const lab = await Console.start({ after: (end) => after(end) });

  test('keeps what the OpenTelemetry SDK sends', async () => {
    const fixture = (name: string) => new URL(`../testing/${name}.fixture.js`, import.meta.url).pathname;
    const args = ['--import', fixture('instrument'), fixture('waiter')];
    const env = {
      ...process.env,
      OTEL_SERVICE_NAME: 'waiter',
      OTEL_EXPORTER_OTLP_ENDPOINT: lab.otlpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const { stdout: traceId } = await promisify(execFile)(process.execPath, args, { env });
    const { summary, spans } = await lab.trace(traceId);
    assert.deepEqual([summary.services, summary.outcome, summary.errorCount], [['waiter'], 'failed', 3]);
    assert.deepEqual(
      spans.map(({ kind, name }) => `${kind} ${name}`),
      ['client POST', 'server POST', 'client GET'],
    );
    const [outer, server, inner] = spans;
    assert.equal(server?.parentId, outer?.spanId);
    assert.equal(inner?.parentId, server?.spanId);
    assert.equal(server?.attributes['http.response.status_code'], 503);
    assert.equal(inner?.events[0]?.name, 'exception');
    assert.equal(server?.resource['service.name'], 'waiter');
    assert.ok(Math.abs(Date.now() - summary.startMs) < 60_000);
    assert.ok(summary.durationMs > 0 && summary.durationMs < 60_000);
  });

  test('reads gzip', async () => {
    const body = gzipSync(JSON.stringify(exportRequest([{ trace: 'b1', name: 'zipped' }])));
    const { status, text } = await lab.post('/v1/traces', body, { 'content-encoding': 'gzip' });
    assert.deepEqual([status, JSON.parse(text)], [200, {}]);
    assert.equal((await lab.trace(hexId('b1', 32))).summary.name, 'zipped');
  });

  test('accepts metrics and logs, and keeps none', async () => {
    for (const path of ['/v1/metrics', '/v1/logs']) {
      const { status, text } = await lab.post(path, '{"resourceMetrics":[]}');
      assert.deepEqual([status, JSON.parse(text)], [200, {}]);
    }
  });

  test('refuses protobuf and says which setting to change', async () => {
    const reply = await lab.post('/v1/traces', 'x', { 'content-type': 'application/x-protobuf' });
    assert.equal(reply.status, 415);
    assert.match(reply.text, /OTEL_EXPORTER_OTLP_PROTOCOL=http\/json/);
  });

  test('refuses a body over 16 MiB, announced or not, and what unpacks to more', async () => {
    const big = Buffer.alloc(17 * 1024 * 1024, ' ');
    assert.equal((await announce(big.length)).status, 413);
    assert.equal((await sendInChunks(big)).status, 413);
    const bomb = await lab.post('/v1/traces', gzipSync(big), { 'content-encoding': 'gzip' });
    assert.equal(bomb.status, 413);
    assert.match(bomb.text, /over 16 MiB/);
    assert.equal((await lab.post('/v1/traces', '{}')).status, 200);
  });

  test('says which spans it could not use, and keeps the others', async () => {
    const { resourceSpans } = exportRequest([{ trace: 'b2' }, { trace: 'not hex' }]);
    const { status, text } = await lab.post('/v1/traces', JSON.stringify({ resourceSpans }));
    const { partialSuccess } = JSON.parse(text) as { partialSuccess: Record<string, string> };
    assert.equal(status, 200);
    assert.equal(partialSuccess['rejectedSpans'], '1');
    assert.match(partialSuccess['errorMessage'] ?? '', /traceId "0+not hex": must be 32 hex digits/);
    assert.equal((await lab.trace(hexId('b2', 32))).spans.length, 1);
  });

  for (const body of ['null', '[]', '{"resourceSpans":[null,{"scopeSpans":[{"spans":"no"}]}]}']) {
    test(`survives ${body}`, async () => {
      assert.deepEqual((await lab.post('/v1/traces', body)).status, 200);
    });
  }

  test('names what is wrong with a request it cannot read', async () => {
    assert.match((await lab.post('/v1/traces', '{"cut')).text, /the body is not JSON/);
    assert.match((await lab.post('/v1/traces', '{}', { 'content-encoding': 'gzip' })).text, /not gzip/);
    assert.equal((await lab.post('/v1/traces', '{}', { 'content-encoding': 'br' })).status, 415);
    assert.equal((await lab.post('/v2/traces', '{}')).status, 404);
    assert.equal((await fetch(`${lab.otlpUrl}/v1/traces`)).status, 405);
  });

  test('takes nothing from the pages of others', async () => {
    assert.equal((await lab.post('/v1/traces', '{}', { origin: 'http://evil.example' })).status, 403);
    assert.equal((await lab.post('/v1/traces', '{}', { host: 'evil.example' })).status, 421);
  });

  async function announce(bytes: number): Promise<{ status: number | undefined }> {
    const headers = { 'content-type': 'application/json', 'content-length': bytes };
    const sent = request(`${lab.otlpUrl}/v1/traces`, { method: 'POST', headers });
    sent.flushHeaders();
    return answerTo(sent);
  }

  async function sendInChunks(body: Buffer): Promise<{ status: number | undefined }> {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const sent = request(`${lab.otlpUrl}/v1/traces`, { method: 'POST', headers });
    sent.write(body);
    return answerTo(sent);
  }

  async function answerTo(sent: ReturnType<typeof request>): Promise<{ status: number | undefined }> {
    const [{ statusCode }] = (await once(sent, 'response')) as [{ statusCode?: number }];
    sent.on('error', () => {}).destroy();
    return { status: statusCode };
  }
});
