import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { hexId, spanOf } from '../testing/spans.js';
import { TraceStore } from './trace-store.js';

suite('the store of traces', () => {
  const idsOf = (store: TraceStore) => store.traces().map(({ traceId }) => traceId.replace(/^0+/, ''));

  test('keeps spans of one trace together, and a span that comes twice once', () => {
    const store = new TraceStore();
    assert.equal(store.add(spanOf({ trace: 'a', id: '1' })), 'new');
    assert.equal(store.add(spanOf({ trace: 'a', id: '2' })), 'new');
    assert.equal(store.add(spanOf({ trace: 'a', id: '1' })), 'known');
    assert.deepEqual(store.size, { traces: 1, spans: 2, forgottenTraces: 0 });
    assert.equal(store.get(hexId('a', 32))?.size, 2);
  });

  test('forgets the trace that came first when there are too many', () => {
    const store = new TraceStore({ traces: 2 });
    for (const trace of ['a', 'b', 'c']) store.add(spanOf({ trace }));
    assert.deepEqual(idsOf(store), ['c', 'b']);
    assert.equal(store.size.forgottenTraces, 1);
  });

  test('forgets whole traces when there are too many spans, but not the one that is growing', () => {
    const store = new TraceStore({ spans: 3 });
    for (const trace of ['a', 'b', 'b', 'a', 'a']) store.add(spanOf({ trace }));
    assert.deepEqual(idsOf(store), ['a']);
    assert.deepEqual(store.size, { traces: 1, spans: 3, forgottenTraces: 1 });
  });

  test('forgets traces when attributes are huge', () => {
    const store = new TraceStore({ characters: 5_000 });
    const attributes = { text: 'x'.repeat(2_000) };
    for (const trace of ['a', 'b', 'c']) store.add(spanOf({ trace, attributes }));
    assert.deepEqual(idsOf(store), ['c', 'b']);
    store.add(spanOf({ trace: 'd', attributes: { text: 'x'.repeat(6_000) } }));
    assert.deepEqual(store.size, { traces: 0, spans: 0, forgottenTraces: 4 });
  });

  test('refuses spans of a trace without end', () => {
    const store = new TraceStore({ spansPerTrace: 2 });
    const outcomes = ['1', '2', '3'].map((id) => store.add(spanOf({ id })));
    assert.deepEqual(outcomes, ['new', 'new', 'full']);
  });

  test('stays within its limits under a flood of one-span traces', () => {
    const store = new TraceStore();
    for (let index = 0; index < 12_000; index += 1) store.add(spanOf({ trace: index.toString(16) }));
    assert.deepEqual(store.size, { traces: 5_000, spans: 5_000, forgottenTraces: 7_000 });
  });
});
