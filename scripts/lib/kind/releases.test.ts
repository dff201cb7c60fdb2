import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayOut } from './releases.ts';

test('what was killed in its first installation goes, in an upgrade it goes back', () => {
  assert.equal(wayOut('pending-install'), 'uninstall');
  assert.equal(wayOut('pending-upgrade'), 'rollback');
  assert.equal(wayOut('pending-rollback'), 'rollback');
});

test('a release that is not locked stays as it is, failed or not', () => {
  for (const status of ['deployed', 'failed', 'not there']) assert.equal(wayOut(status), undefined, status);
});
