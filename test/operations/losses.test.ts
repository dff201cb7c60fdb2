// What takes a part away for a while: orders resume by themselves, and none is lost or doubled.
import { after, before, describe, test } from 'node:test';
import { inWords, underLoad } from './lib/load.ts';
import { assertNothingLost, load, Restaurant } from './lib/restaurant.ts';

describe('a restaurant that loses a part under load', { timeout: 900_000 }, () => {
  const restaurant = new Restaurant();
  const { kubectl } = restaurant;
  const nodes = restaurant.nodes();
  before(() => restaurant.open());
  after(() => restaurant.close());

  for (const part of ['mysql', 'redis'])
    test(`the pod of ${part} deleted`, async (t) => {
      const summary = await underLoad(kubectl, load, () => {
        kubectl.ok(`delete pod -l app.kubernetes.io/name=${part} --wait`);
        restaurant.settle();
      });
      t.diagnostic(inWords(summary));
      assertNothingLost(summary);
    });

  const single = nodes.length < 2 && `this cluster has one node, ${nodes[0]}: there is nowhere to go from it`;
  for (const node of nodes)
    test(`the node ${node} drained, and let in again`, { skip: single }, async (t) => {
      const elsewhere = nodes.find((other) => other !== node)!;
      const summary = await underLoad(kubectl, { ...load, node: elsewhere }, () => {
        try {
          const who = '--pod-selector=app.kubernetes.io/part-of=chaos-workshop';
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
