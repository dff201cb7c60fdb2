import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CircuitBreaker, type CircuitBreakerOptions, type CircuitState } from './circuit-breaker.js';
import { CircuitOpenError } from './errors.js';

const fail = () => Promise.reject(new Error('down'));
const succeed = () => Promise.resolve('served');

function breaker(t: TestContext, options: Partial<CircuitBreakerOptions> = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  const changes: CircuitState[] = [];
  const circuit = new CircuitBreaker({
    name: 'menu',
    failurePercent: 80,
    minimumCalls: 10,
    windowMs: 10_000,
    openMs: 3000,
    onChange: (state) => changes.push(state),
    ...options,
  });
  t.after(() => circuit[Symbol.dispose]());
  const call = (operation: () => Promise<unknown>, times = 1) =>
    Promise.allSettled(Array.from({ length: times }, () => circuit.execute(operation)));
  return { circuit, changes, call };
}

test('opens when nearly everything fails, and then refuses without calling', async (t) => {
  const { circuit, call } = breaker(t);
  for (let n = 0; n < 10; n++) await call(fail);
  assert.equal(circuit.state, 'Open');
  const refused = circuit.execute(() => assert.fail('called'));
  await assert.rejects(refused, new CircuitOpenError('menu', 3000));
});

test('44 % failures do not open it', async (t) => {
  const { circuit, call } = breaker(t);
  for (let n = 0; n < 100; n++) await call(n % 9 < 4 ? fail : succeed);
  assert.equal(circuit.state, 'Closed');
});

test('a few failures are not enough to judge', async (t) => {
  const { circuit, call } = breaker(t);
  await call(fail, 9);
  assert.equal(circuit.state, 'Closed');
});

test('after its time it lets one call through, and closes when that succeeds', async (t) => {
  const { circuit, changes, call } = breaker(t);
  for (let n = 0; n < 10; n++) await call(fail);
  t.mock.timers.tick(3000);
  assert.equal(circuit.state, 'HalfOpen');
  const [first, second] = await call(succeed, 2);
  assert.equal(first?.status, 'fulfilled');
  assert.equal(second?.status, 'rejected', 'only one call at a time goes through a half-open circuit');
  assert.deepEqual(changes, ['Open', 'HalfOpen', 'Closed']);
});

test('opens again when the call it let through fails', async (t) => {
  const { changes, call } = breaker(t);
  for (let n = 0; n < 10; n++) await call(fail);
  t.mock.timers.tick(3000);
  await call(fail);
  assert.deepEqual(changes, ['Open', 'HalfOpen', 'Open']);
});

test('a closed circuit has forgotten the failures from before', async (t) => {
  const { circuit, call } = breaker(t);
  for (let n = 0; n < 10; n++) await call(fail);
  t.mock.timers.tick(3000);
  await call(succeed);
  await call(fail, 5);
  assert.equal(circuit.state, 'Closed');
});

test('a refusal of a bad request says that the other side is well', async (t) => {
  const { circuit, call } = breaker(t, { isFailure: () => false });
  for (let n = 0; n < 50; n++) await call(fail);
  assert.equal(circuit.state, 'Closed');
});

test('may count failures in a row instead, and one success among them makes it count anew', async (t) => {
  const { circuit, changes, call } = breaker(t, { consecutiveFailures: 3 });
  for (const operation of [fail, fail, succeed, fail, fail]) await call(operation);
  assert.equal(circuit.state, 'Closed');
  await call(fail);
  assert.equal(circuit.state, 'Open');
  t.mock.timers.tick(3000);
  await call(fail);
  t.mock.timers.tick(3000);
  await call(succeed);
  await call(fail, 2);
  assert.deepEqual(changes, ['Open', 'HalfOpen', 'Open', 'HalfOpen', 'Closed']);
});

test('a reset closes it', async (t) => {
  const { circuit, call } = breaker(t);
  for (let n = 0; n < 10; n++) await call(fail);
  circuit.reset();
  assert.equal(await circuit.execute(succeed), 'served');
});
