import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Place, whyNotThere } from './playground.js';

const lab: Place = {
  context: 'lab',
  server: 'https://127.0.0.1:6443',
  namespace: 'chaos-workshop',
  labels: { 'chaos-workshop.io/playground': 'true' },
  named: undefined,
};
const far = { context: 'production', server: 'https://api.example.com' };

test('a battery may run on the lab and on kind, in a namespace that is a playground', () => {
  assert.equal(whyNotThere(lab), undefined);
  assert.equal(
    whyNotThere({ ...lab, context: 'kind-chaos-workshop', server: 'https://10.0.0.1' }),
    undefined,
  );
});

test('a namespace without the label is refused, with the command that labels it', () => {
  assert.match(
    whyNotThere({ ...lab, labels: {} }) ?? '',
    /kubectl label namespace chaos-workshop chaos-workshop.io\/playground=true/,
  );
  assert.match(whyNotThere({ ...lab, labels: {}, named: 'lab' }) ?? '', /is no playground/);
});

test('any other cluster is refused, unless its context is named', () => {
  assert.match(
    whyNotThere({ ...lab, ...far }) ?? '',
    /https:\/\/api.example.com \(context production\).*--context production/,
  );
  assert.match(whyNotThere({ ...lab, ...far, context: 'kindergarten' }) ?? '', /neither/);
  assert.match(whyNotThere({ ...lab, ...far, named: 'another' }) ?? '', /neither/);
  assert.equal(whyNotThere({ ...lab, ...far, named: 'production' }), undefined);
});
