import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { V1NetworkPolicy } from '@kubernetes/client-node';
import { ofKind, render, template, withoutHelm } from './lib/chart.ts';
import { edgesOf, egressOf, ingressOf, portsOf } from './lib/edges.ts';

const settings = [
  [],
  ['service.type=ClusterIP', 'telemetry.backend=console'],
  ['telemetry.backend=none', 'httpFaults.enabled=false'],
  ['services.order-service.env.CARD_URL=http://menu-service:8080'],
  ['services.menu-service.env.TAXES_URL=https://:key@taxes.example.com:443/v1'],
];
const denial = 'deny-by-default';

describe('the NetworkPolicies', { skip: withoutHelm }, () => {
  for (const values of settings) {
    test(`let through exactly the edges, with ${values.join(', ') || 'the values as they are'}`, () => {
      const objects = render(...values);
      const policies = ofKind<V1NetworkPolicy>(objects, 'NetworkPolicy').filter(
        ({ metadata }) => metadata?.name !== denial,
      );
      const edges = edgesOf(objects);
      assert.deepEqual(
        egressOf(policies),
        edges.filter((edge) => !edge.startsWith('outside')),
      );
      assert.deepEqual(
        ingressOf(policies),
        edges.filter((edge) => !edge.includes('> outside')),
      );
    });
  }

  test('deny by default, of every pod, but questions for addresses', () => {
    const objects = render();
    const policies = ofKind<V1NetworkPolicy>(objects, 'NetworkPolicy');
    const spec = policies.find(({ metadata }) => metadata?.name === denial)?.spec;
    assert.deepEqual(spec?.policyTypes, ['Ingress', 'Egress']);
    assert.equal(spec?.ingress, undefined);
    assert.deepEqual(spec?.egress?.flatMap(portsOf), ['53', '53']);
    const chosen = Object.entries(spec?.podSelector?.matchLabels ?? {});
    const workloads = ['Deployment', 'StatefulSet', 'Pod'];
    for (const { metadata } of objects.filter(({ kind = '' }) => workloads.includes(kind)))
      for (const [key, value] of chosen) assert.equal(metadata?.labels?.[key], value, metadata?.name);
  });

  test('want a port in each URL', () => {
    const { output } = template('services.menu-service.env.TAXES_URL=https://taxes.example.com');
    assert.match(output, /services.menu-service.env.TAXES_URL is https:.*: say the port/);
  });

  test('can be left out', () => {
    assert.deepEqual(ofKind(render('networkPolicies.enabled=false'), 'NetworkPolicy'), []);
  });
});
