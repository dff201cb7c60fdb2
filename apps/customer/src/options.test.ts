import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions, UsageError } from './options.js';

test('a battery alone gets the defaults and a seed of its own', () => {
  const options = parseOptions(['complete']);
  assert.ok(options !== 'help');
  assert.ok(options.seed > 0);
  const { seed: _, ...rest } = options;
  assert.deepEqual(rest, {
    battery: 'complete',
    audit: false,
    bail: false,
    json: false,
    namespace: 'chaos-workshop',
  });
});

test('every option is understood', () => {
  const line = 'half --audit --bail --json --deadline 2m --junit out.xml --namespace other --seed 7';
  assert.deepEqual(parseOptions(line.split(' ')), {
    battery: 'half',
    audit: true,
    bail: true,
    json: true,
    deadlineMs: 120_000,
    junit: 'out.xml',
    namespace: 'other',
    seed: 7,
  });
});

for (const [line, says] of [
  ['', /no battery: say single, half, complete, load or flights/],
  ['all', /battery "all": say single/],
  ['single half', /not also "half"/],
  ['single --fast', /--fast/],
  ['single --deadline soon', /--deadline soon: say for example 60s/],
  ['single --deadline 0s', /--deadline 0s/],
  ['single --seed -1', /seed/],
  ['toString', /battery "toString"/],
] as const)
  test(`"${line}" is refused with what would be right`, () => {
    assert.throws(
      () => parseOptions(line === '' ? [] : line.split(' ')),
      (error: unknown) => error instanceof UsageError && says.test(error.message),
    );
  });

test('help is given whatever else is said', () => {
  assert.equal(parseOptions(['--help']), 'help');
  assert.equal(parseOptions(['single', '-h']), 'help');
});
