import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runningPod } from '../testing/cluster.js';
import { parseFieldSelector } from './fields.js';

describe('a field selector', () => {
  it('compares fields of the object, absent ones as empty', () => {
    const pod = runningPod('web-1');
    assert.ok(parseFieldSelector('metadata.name=web-1,status.phase==Running', 'Pod')(pod));
    assert.ok(!parseFieldSelector('status.phase!=Running', 'Pod')(pod));
    assert.ok(parseFieldSelector('status.nominatedNodeName=', 'Pod')(pod));
    assert.ok(parseFieldSelector('', 'Pod')(pod));
  });

  it('refuses a field that the kind does not offer', () => {
    assert.throws(
      () => parseFieldSelector('spec.color=red', 'Pod'),
      /field label not supported: spec\.color/,
    );
  });
});
