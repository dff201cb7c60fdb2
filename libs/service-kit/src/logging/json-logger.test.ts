import assert from 'node:assert/strict';
import { test } from 'node:test';
import { context, trace } from '@opentelemetry/api';
import { JsonLogger, type LogLevel } from './json-logger.js';

function logger(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  return {
    lines,
    log: new JsonLogger(level, (line) => lines.push(JSON.parse(line) as Record<string, unknown>)),
  };
}

test('a line is one JSON object with time, level, speaker and message', () => {
  const { lines, log } = logger('info');
  log.log('open', 'kitchen');
  log.warn({ msg: 'slow', durationMs: 900 }, 'kitchen');
  assert.partialDeepStrictEqual(lines, [
    { level: 'info', context: 'kitchen', msg: 'open' },
    { level: 'warn', context: 'kitchen', msg: 'slow', durationMs: 900 },
  ]);
  assert.match(String(lines[0]?.['time']), /^\d{4}-.*Z$/);
});

test('an error brings its stack', () => {
  const { lines, log } = logger('info');
  log.error(new Error('burnt'), 'kitchen');
  assert.partialDeepStrictEqual(lines, [{ level: 'error', msg: 'burnt' }]);
  assert.match(String(lines[0]?.['stack']), /json-logger\.test/);
});

test('what is below the level is left out, and what Nest tells about itself is for debugging', () => {
  const { lines, log } = logger('info');
  log.debug('detail', 'kitchen');
  log.log('Mapped {/orders, POST} route', 'RouterExplorer');
  assert.deepEqual(lines, []);
});

test('within a trace a line carries its ids', (t) => {
  const { lines, log } = logger('info');
  const spanContext = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
  };
  t.mock.method(trace, 'getActiveSpan', () => trace.wrapSpanContext(spanContext));
  context.with(context.active(), () => log.log('placed', 'orders'));
  assert.partialDeepStrictEqual(lines, [{ trace_id: spanContext.traceId, span_id: spanContext.spanId }]);
});
