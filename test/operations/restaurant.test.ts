// What operators do to a restaurant that goes on serving. One file, one after the other: it is the same restaurant.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inWords, underLoad } from './lib/load.ts';
import { assertNothingLost, assertOnlySentBack, load, longLoad, Restaurant } from './lib/restaurant.ts';

describe('a restaurant under load', { timeout: 1_800_000 }, () => {
  const restaurant = new Restaurant();
  const { kubectl } = restaurant;
  const nodes = restaurant.nodes();
  before(() => restaurant.open());
  after(() => restaurant.close());

  for (const service of ['order-service', 'menu-service', 'loyalty-service'])
    test(`rollout restart of ${service}: no order fails`, async (t) => {
      const summary = await underLoad(kubectl, load, () => {
        kubectl.ok(`rollout restart deployment/${service}`);
        restaurant.rolledOut(`deployment/${service}`);
      });
      t.diagnostic(inWords(summary));
      assertNothingLost(summary);
      assert.deepEqual(summary.failedAttempts, {});
    });

  test('one order-service becomes five and one again: no order fails', async (t) => {
    const summary = await underLoad(kubectl, load, () => {
      for (const replicas of [5, 1]) {
        kubectl.ok(`scale deployment/order-service --replicas=${replicas}`);
        restaurant.rolledOut('deployment/order-service');
      }
    });
    t.diagnostic(inWords(summary));
    assertNothingLost(summary);
    assertOnlySentBack(summary);
  });

  test(
    'helm upgrade and helm rollback of everything: no order fails',
    { skip: restaurant.whyNoHelm },
    async (t) => {
      const password = () => kubectl.ok('get secret mysql -o jsonpath={.data.password}');
      const before = password();
      const summary = await underLoad(kubectl, longLoad, () => {
        restaurant.upgrade('drain=6s');
        assert.equal(password(), before, 'the passwords survive an upgrade');
        restaurant.rollBack();
        assert.equal(password(), before, 'and a rollback');
      });
      t.diagnostic(inWords(summary));
      assertNothingLost(summary);
      assertOnlySentBack(summary);
    },
  );

  for (const part of ['mysql', 'redis'])
    test(`the pod of ${part} deleted`, async (t) => {
      const summary = await underLoad(kubectl, load, () => {
        kubectl.ok(`delete pod -l app.kubernetes.io/name=${part} --wait`);
        restaurant.settle();
      });
      t.diagnostic(inWords(summary));
      assertNothingLost(summary);
    });

  const single =
    nodes.length < 2 && `${nodes.join()} is the only node that takes pods: there is nowhere to go`;
  for (const node of nodes)
    test(`the node ${node} drained, and let in again`, { skip: single }, async (t) => {
      const elsewhere = nodes.find((other) => other !== node)!;
      const summary = await underLoad(kubectl, { ...load, node: elsewhere }, () => {
        try {
          const who = `--pod-selector=${restaurant.pods}`;
          kubectl.ok(
            `drain ${node} ${who} --ignore-daemonsets --delete-emptydir-data --timeout=120s`,
            undefined,
            130,
          );
        } finally {
          // The volume of the database is on one node: if it was this one, orders wait until it is let in again.
          kubectl.ok(`uncordon ${node}`);
        }
        restaurant.settle();
      });
      t.diagnostic(inWords(summary));
      assertNothingLost(summary);
    });
});
