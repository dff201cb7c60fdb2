import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLabelSelector, matchesLabels, parseLabelSelector } from './labels.js';

const labels = { app: 'web', tier: 'front' };

describe('a label selector', () => {
  it('matches everything when it is absent or empty', () => {
    assert.ok(matchesLabels(undefined, labels));
    assert.ok(matchesLabels({}, undefined));
    assert.ok(matchesLabels({ matchLabels: {} }, labels));
  });

  it('is a plain map of equalities, or matchLabels and matchExpressions together', () => {
    assert.ok(matchesLabels({ app: 'web' }, labels));
    assert.ok(!matchesLabels({ app: 'other' }, labels));
    const expression = { key: 'tier', operator: 'NotIn', values: ['back'] } as const;
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ ...expression, values: ['back'] }] };
    assert.ok(matchesLabels(selector, labels));
    assert.ok(!matchesLabels(selector, { app: 'web', tier: 'back' }));
  });

  for (const [text, isMatch] of [
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app!=web', false],
    ['none!=x', true],
    ['app in (web, shop)', true],
    ['app notin (web)', false],
    ['tier', true],
    ['!tier', false],
    ['!none', true],
    ['', true],
  ] as const) {
    it(`reads "${text}", which ${isMatch ? 'matches' : 'does not match'} ${JSON.stringify(labels)}`, () => {
      assert.equal(matchesLabels(parseLabelSelector(text), labels), isMatch);
    });
  }

  it('refuses what it cannot read, naming the part', () => {
    assert.throws(() => parseLabelSelector('app=web,=x'), /unable to parse requirement: "=x"/);
  });

  it('is written as kubectl prints it', () => {
    assert.equal(formatLabelSelector(undefined), '<none>');
    assert.equal(formatLabelSelector({ a: 'b', c: 'd' }), 'a=b,c=d');
    assert.equal(formatLabelSelector(parseLabelSelector('a in (x,y),!b,c')), 'a in (x,y),!b,c');
  });
});
