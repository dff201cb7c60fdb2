import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { textTable } from './rows.ts';
import { sampleReport } from './sample.ts';
import { timeline } from './timeline.ts';
import { writeReport } from './write.ts';

test('the table has a row for each act, in columns that line up', () => {
  const lines = textTable(sampleReport().acts).split('\n');
  assert.equal(lines.length, 4);
  assert.match(lines[2]!, /^starter, chaos +failed +4 +2 +0 +24 +0 +2 +0 +60 +18\.0$/);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
});

test('the Markdown says the verdict, the table, the faults with their times and what went wrong', () => {
  const text = markdown(sampleReport());
  assert.match(text, /\*\*The starter order service fails under chaos; the reference survives/);
  assert.match(text, /\| starter, chaos \| failed \| 4 \| 2 \|/);
  assert.match(text, /- mysql-down \(PodChaos pod-failure\), from 4\.0 s to 9\.0 s: 1 injected/);
  assert.match(text, /- order-kill \(PodChaos pod-kill\), at 2\.0 s: 1 injected/);
  assert.match(text, /- Test 3: number of orders: expected 2, found 3/);
  assert.match(text, /Fair weather: no faults/);
});

test('a run in which a fault never acted says neither yes nor no', () => {
  const inconclusive = 'HTTPChaos menu-abort was never injected: no event says why';
  const report = { ...sampleReport(), acts: [], inconclusive };
  for (const page of [markdown(report), html(report)])
    assert.match(page, /Inconclusive: HTTPChaos menu-abort/);
});

test('a complaint takes the place of the verdict', () => {
  const report = { ...sampleReport(), complaint: 'the starter survived the chaos' };
  assert.match(markdown(report), /\*\*Not as it should be: the starter survived the chaos\.\*\*/);
  assert.match(html(report), /class="verdict bad"/);
});

test('the page loads nothing and shows what users wrote as text', () => {
  const page = html(sampleReport());
  assert.equal(/(?:src|href|url\()\s*=?\s*["']?(?:https?:)?\/\//.test(page), false);
  assert.match(page, /order &lt;b&gt;: 4 fries/);
  assert.equal(page.includes('<b>: 4'), false);
});

test('the page is well formed', (t) => {
  const page = html(sampleReport()).replace(/<meta [^>]*>|<!doctype html>/g, '');
  const command = 'import sys, xml.dom.minidom as d; d.parse(sys.stdin.buffer)';
  const python = spawnSync('python3', ['-c', command], { input: page });
  if (python.error) return t.skip('needs python3 for its XML parser');
  assert.equal(python.status, 0, python.stderr.toString());
});

test('the timeline draws a lane for each fault and each order, and what lies outside at its edge', () => {
  const drawn = timeline(sampleReport().acts[1]!, 19_000);
  assert.equal(drawn.match(/class="label"/g)?.length, 4 + 6);
  assert.equal(drawn.match(/class="fault strike"/g)?.length, 1);
  assert.equal(drawn.match(/class="broken"/g)?.length, 18);
  assert.equal(drawn.match(/class="answered"/g)?.length, 6);
  assert.equal(drawn.includes('NaN'), false);
  const starts = [...drawn.matchAll(/<rect class="fault" x="([\d.]+)"/g)].map(([, x]) => x);
  assert.equal(starts[0], '210.0');
});

test('a report is written into a folder named by its time', async () => {
  const root = await mkdtemp(join(tmpdir(), 'report-'));
  const paths = await writeReport(sampleReport(), root);
  assert.deepEqual(
    paths,
    ['report.md', 'report.html'].map((name) => join(root, '2026-11-22T12-00-00', name)),
  );
  assert.match(await readFile(paths[1]!, 'utf8'), /<h1>The restaurant under chaos<\/h1>/);
  await rm(root, { recursive: true });
});
