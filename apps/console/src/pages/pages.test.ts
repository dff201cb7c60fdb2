import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { Console } from '../testing/console.js';
import { hexId } from '../testing/spans.js';

const attack = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;

suite('the pages', async () => {
  const empty = await Console.start({ after: (end) => after(end) });
  const lab = await Console.start({ after: (end) => after(end) });
  const now = Date.now();
  await lab.receive(
    { trace: 'a1', id: '1', name: 'POST /orders', startMs: now - 3_000, tookMs: 300 },
    {
      trace: 'a1',
      id: '2',
      parent: '1',
      service: 'menu-service',
      name: 'GET /products/:id',
      error: 'refused',
      event: 'exception',
      startMs: now - 2_900,
      tookMs: 100,
      attributes: { 'http.route': '/products/:id', coupon: 'Summer' },
    },
    { trace: 'a2', service: 'loyalty-service', name: 'GET /discounts', startMs: now - 2_000, tookMs: 20 },
    { trace: 'a3', name: 'POST /orders', error: '503', startMs: now - 1_000, tookMs: 40 },
    {
      trace: 'e1',
      id: 'e',
      service: attack,
      name: attack,
      error: attack,
      event: attack,
      startMs: now - 60_000,
      attributes: { [attack]: attack },
    },
  );

  test('show services with rates, errors and latencies, and link to their traces', async () => {
    const page = await lab.page('/');
    assert.match(page, /<h1>Services<\/h1>/);
    for (const words of ['order-service', 'menu-service', 'GET /products/:id', '50.0 %', '300 ms'])
      assert.ok(page.includes(words), words);
    assert.ok(page.includes('/traces?service=order-service&amp;status=errors'));
  });

  test('show how to get the first requests when there are none', async () => {
    assert.match(await empty.page('/'), /No requests in the last 5 minutes[^]*npm run customer -- half/);
    assert.match(await empty.page('/traces'), /No traces yet/);
  });

  test('list traces, the newest first', async () => {
    const page = await lab.page('/traces');
    const order = [...page.matchAll(/href="\/traces\/0+(\w+)"/g)].map((match) => match[1]);
    assert.deepEqual(order, ['a3', 'a2', 'a1', 'e1']);
  });

  for (const [query, expected] of [
    ['service=menu-service', ['a1']],
    ['status=failed&minDuration=20', ['a3']],
    ['status=survived', ['a1']],
    ['status=errors&service=order-service', ['a3', 'a1']],
    ['status=ok', ['a2']],
    ['minDuration=0.1s', ['a1']],
    ['q=SUMMER', ['a1']],
    ['q=discounts', ['a2']],
    [`q=${hexId('a3', 32)}`, ['a3']],
    ['service=order-service&limit=1', ['a3']],
    ['q=nothing+like+that', []],
  ] as const) {
    test(`find ${expected.join(', ') || 'nothing'} with ${query}`, async () => {
      const found = await lab.traces(`?${query}`);
      assert.deepEqual(
        found.map(({ traceId }) => traceId),
        expected.map((id) => hexId(id, 32)),
      );
    });
  }

  test('keep what was asked for in the form, and say what makes no sense', async () => {
    const page = await lab.page('/traces?minDuration=soon&q=%3Cb%3E&status=failed');
    assert.match(page, /minDuration soon: write it like 250ms or 1.5s/);
    assert.ok(page.includes('value="&lt;b&gt;"'));
    assert.match(page, /<option value="failed" selected>/);
  });

  test('show a trace as a waterfall with errors, events and attributes', async () => {
    const page = await lab.page(`/traces/${hexId('a1', 32).toUpperCase()}`);
    assert.equal(page.match(/<details/g)?.length, 2);
    for (const words of ['survived', 'class="span failed"', 'class="event"', 'refused', 'coupon', 'Summer'])
      assert.ok(page.includes(words), words);
  });

  test('say of an unknown trace that it may come, and look again', async () => {
    const { status, text } = await lab.get(`/traces/${hexId('ff', 32)}`);
    assert.equal(status, 404);
    assert.match(text, /may not have arrived yet/);
    assert.match(text, /data-refresh-ms="2000"/);
    assert.match(text, /<meta http-equiv="refresh" content="2"/);
  });

  test('do not wait for what is not the id of a trace', async () => {
    const { status, text } = await lab.get('/traces/nonsense');
    assert.equal(status, 404);
    assert.doesNotMatch(text, /refresh/);
  });

  for (const path of [
    '/',
    '/traces',
    `/traces/${hexId('e1', 32)}`,
    `/traces?q=${encodeURIComponent(attack)}`,
    `/traces/${encodeURIComponent(attack)}`,
    `/${encodeURIComponent(attack)}`,
  ]) {
    test(`let nothing that a service sends become HTML: ${path.slice(0, 20)}`, async () => {
      const { text, headers } = await lab.get(path);
      assert.doesNotMatch(text, /<script>|<img src=x/);
      assert.doesNotMatch(text.replaceAll(/"[^"]*"/g, '""'), /<[^>]*\s(?:on\w+|style)=/);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'.*script-src 'self'/);
      assert.doesNotMatch(policy, /unsafe/);
    });
  }

  test('come with their style, script and icon', async () => {
    const page = await lab.page('/');
    for (const [, path = ''] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      const { status, headers } = await lab.get(path);
      assert.equal(status, 200, path);
      assert.match(String(headers['content-type']), /css|javascript|svg/);
    }
    assert.equal((await lab.get('/assets/..%2fpackage.json')).status, 404);
  });

  test('are the same as JSON', async () => {
    const { summary, spans } = await lab.trace(hexId('a1', 32));
    assert.deepEqual([summary.outcome, spans.length], ['survived', 2]);
    const orders = (await lab.services('?window=1m')).find(({ service }) => service === 'order-service');
    assert.deepEqual([orders?.requests, orders?.errors, orders?.p99Ms], [2, 1, 300]);
    assert.equal((await lab.get(`/api/traces/${hexId('ff', 32)}`)).status, 404);
    assert.match(await lab.page('/api/services?window=2h'), /window 2h: use 1m, 5m or 15m/);
    assert.equal((await lab.get('/api/traces?limit=0')).status, 400);
    assert.equal((await lab.get('/api/nothing')).status, 404);
  });

  test('answer the probes, and do not claim to be Grafana', async () => {
    for (const path of ['/api/health', '/health/live', '/health/ready']) {
      const { status, text } = await lab.get(path);
      assert.equal(status, 200);
      assert.ok(!('database' in (JSON.parse(text) as object)));
    }
  });

  test('are only for this machine and its cluster, and not for the pages of others', async () => {
    const { port } = new URL(lab.url);
    const status = async (headers: Record<string, string>) => (await lab.get('/', headers)).status;
    for (const host of ['localhost', `localhost:${port}`, '[::1]:80', '10.244.0.7:3000', 'console:4318'])
      assert.equal(await status({ host }), 200, host);
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'localhost:1@evil',
    ])
      assert.equal(await status({ host }), 421, host);
    assert.equal(await status({ origin: lab.url }), 200);
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1'])
      assert.equal(await status({ origin }), 403, origin);
  });

  test('are only read', async () => {
    assert.equal((await fetch(lab.url, { method: 'POST' })).status, 405);
    const head = await fetch(lab.url, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
  });
});
