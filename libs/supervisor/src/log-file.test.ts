import { equal, match } from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { LogFile, type LogReadOptions } from './log-file.js';

const directory = mkdtempSync(join(tmpdir(), 'log-file-'));
after(() => rmSync(directory, { recursive: true }));
let count = 0;

function newLog(options = {}) {
  const path = join(directory, `${count++}.log`);
  return { path, log: new LogFile(path, options) };
}

async function read(log: LogFile, options: LogReadOptions = {}): Promise<string> {
  let text = '';
  for await (const chunk of log.read(options, new AbortController().signal)) text += chunk;
  return text;
}

test('lines are stored with time and stream, and read back as written', async () => {
  const { path, log } = newLog();
  log.append('stdout', Buffer.from('first\nsec'));
  log.append('stderr', Buffer.from('oops  twice\n'));
  log.append('stdout', Buffer.from('ond\n'));
  equal(await read(log), 'first\noops  twice\nsecond\n');
  match(readFileSync(path, 'utf8'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout F first\n/);
});

test('a last line without a line end is kept when the log closes', async () => {
  const { log } = newLog();
  log.append('stdout', Buffer.from('no end'));
  equal(await read(log), '');
  log.close();
  equal(await read(log), 'no end');
});

test('a line of 40 kB comes back in one piece', async () => {
  const { log } = newLog();
  log.append('stdout', Buffer.from(`${'x'.repeat(40_000)}\n`));
  equal(await read(log), `${'x'.repeat(40_000)}\n`);
});

test('tailLines, limitBytes, since and timestamps select', async () => {
  const { log } = newLog();
  log.append('stdout', Buffer.from('one\ntwo\nthree\n'));
  equal(await read(log, { tailLines: 2 }), 'two\nthree\n');
  equal(await read(log, { tailLines: 0 }), '');
  equal(await read(log, { limitBytes: 5 }), 'one\nt');
  equal(await read(log, { sinceMs: Date.now() + 1000 }), '');
  match(await read(log, { timestamps: true, tailLines: 1 }), /^\d{4}-\S+Z three\n$/);
});

test('following goes on with new lines, and ends when the log closes', async () => {
  const { log } = newLog();
  log.append('stdout', Buffer.from('before\n'));
  const text = read(log, { follow: true });
  await new Promise((resolve) => setImmediate(resolve));
  log.append('stdout', Buffer.from('after\n'));
  log.close();
  equal(await text, 'before\nafter\n');
});

test('following ends when its signal aborts', async () => {
  const { log } = newLog();
  const controller = new AbortController();
  const lines = log.read({ follow: true }, controller.signal);
  const end = lines.next();
  controller.abort();
  equal((await end).done, true);
});

test('a log that grew too large keeps its last two parts', async () => {
  const { path, log } = newLog({ maxBytes: 1000 });
  for (let line = 0; line < 50; line++) log.append('stdout', Buffer.from(`line ${line}\n`));
  equal(existsSync(`${path}.1`), true);
  match(await read(log), /line 49\n$/);
  equal((await read(log)).includes('line 0\n'), false);
});
