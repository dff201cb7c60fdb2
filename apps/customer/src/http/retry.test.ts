import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type Attempt, GaveUp, type RetryPolicy, untilAnswered } from './retry.js';

const policy: RetryPolicy = {
  attempts: 5,
  everyMs: 250,
  attemptTimeoutMs: 5_000,
  longestRetryAfterMs: 2_000,
};

test('408, 429, 5xx and broken connections are tried again until an answer comes', async () => {
  const script = [status(408), status(429), status(503), new TypeError('fetch failed'), status(201)];
  const { answer, attempts } = await play(script);
  assert.equal(answer.status, 201);
  assert.deepEqual(
    attempts.map(({ status, error }) => status ?? error),
    [408, 429, 503, 'fetch failed', 201],
  );
});

for (const final of [200, 204, 400, 404, 409, 422])
  test(`${final} is an answer`, async () => {
    const { attempts } = await play([{ ...status(final), body: '{}' }]);
    assert.equal(attempts.length, 1);
    assert.equal(attempts[0]?.againInMs, undefined);
  });

test('a 404 of a proxy with nobody behind it is no answer of the restaurant', async () => {
  const { answer, attempts } = await play([{ ...status(404), body: '404 page not found\n' }, status(201)]);
  assert.equal(answer.status, 201);
  assert.equal(attempts.length, 2);
});

test('between two attempts it waits 250 ms, or as long as Retry-After asks, up to the cap', async () => {
  const inThreeSeconds = new Date(3_000).toUTCString();
  const script = [
    status(503),
    status(503, '1'),
    status(503, '3600'),
    status(503, inThreeSeconds),
    status(200),
  ];
  const { paused } = await play(script);
  assert.deepEqual(paused, [250, 1_000, 2_000, 2_000]);
});

test('a Retry-After that is nonsense or in the past changes nothing', async () => {
  const { paused } = await play([status(503, 'soon'), status(503, '-5'), status(503, '0'), status(200)]);
  assert.deepEqual(paused, [250, 250, 250]);
});

test('after the last attempt it gives up and says what the last answer was', async () => {
  await assert.rejects(
    play(Array.from({ length: 5 }, () => status(503))),
    (error: unknown) =>
      error instanceof GaveUp && /after 5 attempts, the last: status 503/.test(error.message),
  );
});

test('an attempt without an answer in time is tried again', async () => {
  const hang = (signal: AbortSignal) =>
    new Promise<Answer>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  const { answer, attempts } = await play([hang, status(200)], { ...policy, attemptTimeoutMs: 20 });
  assert.equal(answer.status, 200);
  assert.equal(attempts[0]?.error, 'no answer in time');
});

test('the cause at the end of the chain is what is told', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const { attempts } = await play([new TypeError('fetch failed', { cause: refused }), status(200)]);
  assert.equal(attempts[0]?.error, 'ECONNREFUSED');
});

test('an abort ends it at once with its reason, during an attempt and during a pause', async () => {
  const stop = new AbortController();
  const running = untilAnswered(() => Promise.resolve(status(503)), {
    policy: { ...policy, everyMs: 60_000 },
    signal: stop.signal,
    onAttempt: () => setImmediate(() => stop.abort(new Error('enough'))),
  });
  await assert.rejects(running, /enough/);
});

type Step = Answer | Error | ((signal: AbortSignal) => Promise<Answer>);

async function play(script: Step[], used: RetryPolicy = policy) {
  const attempts: Attempt[] = [];
  const paused: number[] = [];
  const send = async (signal: AbortSignal) => {
    const step = script[attempts.length]!;
    if (step instanceof Error) throw step;
    return typeof step === 'function' ? step(signal) : step;
  };
  const answer = await untilAnswered(send, {
    policy: used,
    signal: new AbortController().signal,
    onAttempt: (attempt) => attempts.push(attempt),
    now: () => 0,
    pause: async (ms) => void paused.push(ms),
  });
  return { answer, attempts, paused };
}

function status(code: number, retryAfter: string | null = null): Answer {
  return { status: code, body: '', retryAfter };
}
