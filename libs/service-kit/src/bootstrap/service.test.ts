import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HealthReport } from '../health/health-report.js';
import { Kitchen } from './kitchen-process.fixture.js';

let kitchen: Kitchen;

before(async () => {
  kitchen = await Kitchen.start();
});
after(() => kitchen[Symbol.asyncDispose]());

async function get(path: string) {
  const response = await fetch(kitchen.url + path);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function post(path: string, body: string, contentType = 'application/json') {
  const headers = { 'content-type': contentType };
  const response = await fetch(kitchen.url + path, { method: 'POST', headers, body });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

test('an error is a problem with a status, a stable code, and what to do', async () => {
  const { status, headers, body } = await get('/dishes/salad');
  assert.equal(status, 404);
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  const detail = 'There is no "salad". Ask for soup.';
  assert.deepEqual(body, {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail,
    code: 'unknown-dish',
  });
});

test('a route that does not exist is a problem too', async () => {
  assert.partialDeepStrictEqual(await get('/nowhere'), { status: 404, body: { code: 'no-such-route' } });
});

test('a service that cannot answer now says when to come back', async () => {
  const { status, headers } = await get('/dishes/soup');
  assert.equal(status, 503);
  assert.equal(headers.get('retry-after'), '7');
});

test('a bug is a 500 that tells nothing about the inside', async () => {
  const { status, body } = await get('/dishes/bug');
  assert.equal(status, 500);
  assert.doesNotMatch(JSON.stringify(body), /secret/);
});

test('a body with mistakes is a 400 that lists them all with their values', async () => {
  const { status, body } = await post('/dishes', '{"quantity": 1.5, "salt": true}');
  assert.equal(status, 400);
  assert.partialDeepStrictEqual(body, {
    code: 'validation-failed',
    errors: [
      { field: 'name', message: 'is missing: it must be text' },
      { field: 'quantity', message: 'is 1.5: it must be a whole number' },
      { field: 'salt', message: 'is not known: leave it out' },
    ],
  });
});

test('a body that is no JSON is a 400, one that is too large a 413', async () => {
  assert.partialDeepStrictEqual(await post('/dishes', '{"name":'), {
    status: 400,
    body: { code: 'malformed-request' },
  });
  assert.partialDeepStrictEqual(await post('/dishes', ' '.repeat(70_000)), {
    status: 413,
    body: { status: 413 },
  });
});

test('health has the shape of the workshop, with or without a slash at the end', async () => {
  for (const path of ['/health', '/health/']) {
    const { status, body } = await get(path);
    const report = body as unknown as HealthReport;
    assert.equal(status, 200);
    assert.equal(report.status, 'Healthy');
    assert.equal(typeof report.totalDuration, 'number');
    assert.deepEqual(
      report.checks.map(({ duration, ...check }) => ({ ...check, duration: typeof duration })),
      [
        { name: 'stove', status: 'Healthy', description: 'The stove is hot.', duration: 'number' },
        { name: 'radio', status: 'Healthy', description: 'It plays.', duration: 'number' },
      ],
    );
  }
});

test('readiness looks at what is needed, liveness at nothing', async () => {
  const { body } = await get('/health/ready/');
  assert.partialDeepStrictEqual(body, { checks: [{ name: 'stove' }] });
  await fetch(`${kitchen.url}/stove/off`, { method: 'POST' });
  assert.partialDeepStrictEqual(await get('/health/ready'), {
    status: 503,
    body: {
      status: 'Unhealthy',
      checks: [{ name: 'stove', status: 'Unhealthy', description: 'The stove is cold.' }],
    },
  });
  assert.equal((await get('/health/live')).status, 200);
});
