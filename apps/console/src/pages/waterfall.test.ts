import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type SpanSketch, spanOf } from '../testing/spans.js';
import { waterfall } from './waterfall.js';

suite('a waterfall', () => {
  test('has children below their parent, in the order in which they began', () => {
    const lines = shown(
      { id: '1', name: 'order' },
      { id: '2', parent: '1', name: 'menu', startMs: 1 },
      { id: '3', parent: '1', name: 'loyalty', startMs: 5 },
      { id: '4', parent: '2', name: 'select', startMs: 6 },
    );
    assert.deepEqual(lines, ['order', ' menu', '  select', ' loyalty']);
  });

  test('places bars and events in percent of the whole', () => {
    const rows = waterfall([
      spanOf({ id: '1', startMs: 1_000, tookMs: 200 }),
      spanOf({ id: '2', parent: '1', startMs: 1_050, tookMs: 100, event: 'retry' }),
    ]);
    assert.deepEqual(
      rows.map(({ left, width, events }) => [left, width, events]),
      [
        [0, 100, []],
        [25, 50, [25]],
      ],
    );
  });

  test('shows spans without a parent here side by side', () => {
    assert.deepEqual(shown({ id: '1', parent: 'f', name: 'a' }, { id: '2', parent: 'f', name: 'b' }), [
      'a',
      'b',
    ]);
  });

  test('shows every span once, also when parents go round in a circle', () => {
    const lines = shown({ id: '1', parent: '2', name: 'a' }, { id: '2', parent: '1', name: 'b' });
    assert.deepEqual(lines, ['a', ' b']);
    assert.deepEqual(shown({ id: '1', parent: '1', name: 'self' }), ['self']);
  });

  test('is not deep for the stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      spanOf({ id: (index + 1).toString(16), parent: index.toString(16), startMs: index }),
    );
    assert.equal(waterfall(chain).at(-1)?.depth, 19_999);
  });
});

function shown(...sketches: SpanSketch[]): string[] {
  return waterfall(sketches.map(spanOf)).map(({ span, depth }) => ' '.repeat(depth) + span.name);
}
