import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type {
  V1ConfigMap,
  V1Deployment,
  V1PodDisruptionBudget,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { ofKind, pods, render, withoutHelm } from './lib/chart.ts';

const services = ['flights-service', 'loyalty-service', 'menu-service', 'order-service'];

describe('what the chart makes', { skip: withoutHelm }, () => {
  const backends = ['lgtm', 'console', 'none'];

  for (const backend of backends) {
    test(`is what Pod Security restricted asks for, telemetry.backend=${backend}`, () => {
      for (const { name, spec, containers } of pods(render(`telemetry.backend=${backend}`))) {
        assert.equal(spec.securityContext?.runAsNonRoot, true, name);
        assert.ok((spec.securityContext?.runAsUser ?? 0) > 0, name);
        assert.equal(spec.securityContext?.seccompProfile?.type, 'RuntimeDefault', name);
        for (const { name: container, securityContext } of containers) {
          const where = `${name}/${container}`;
          assert.equal(securityContext?.allowPrivilegeEscalation, false, where);
          assert.equal(securityContext?.readOnlyRootFilesystem, true, where);
          assert.deepEqual(securityContext?.capabilities, { drop: ['ALL'] }, where);
        }
        const writable = spec.volumes?.every((one) => !one.hostPath) ?? true;
        assert.ok(writable, `${name} has a folder of its node`);
      }
    });
  }

  test('asks for what it needs, and may not take all the memory', () => {
    for (const { name, containers } of pods(render()))
      for (const { name: container, resources } of containers) {
        assert.deepEqual(Object.keys(resources?.requests ?? {}), ['cpu', 'memory'], `${name}/${container}`);
        assert.ok(resources?.limits?.['memory'], `${name}/${container}`);
      }
  });

  test('has a ServiceAccount for each pod, and a token for the operator alone', () => {
    const objects = render();
    const accounts = ofKind<V1ServiceAccount>(objects, 'ServiceAccount');
    assert.ok(accounts.every(({ automountServiceAccountToken }) => automountServiceAccountToken === false));
    const names = accounts.map(({ metadata }) => metadata?.name);
    for (const { name, spec } of pods(objects)) {
      assert.equal(spec.serviceAccountName, name);
      assert.ok(names.includes(name), name);
      assert.equal(spec.automountServiceAccountToken, name === 'operator', name);
    }
  });

  test('selects pods by their name alone, which no upgrade may change', () => {
    const workloads = [
      ...ofKind<V1Deployment>(render(), 'Deployment'),
      ...ofKind<V1StatefulSet>(render(), 'StatefulSet'),
    ];
    for (const { metadata, spec } of workloads)
      assert.deepEqual(spec?.selector.matchLabels, { 'app.kubernetes.io/name': metadata?.name });
  });

  test('has a new pod of a service ready before an old one goes', () => {
    for (const { spec } of ofKind<V1Deployment>(render(), 'Deployment').filter(isService))
      assert.deepEqual(spec?.strategy?.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
  });

  test('starts no service anew for the sake of its dependencies', () => {
    for (const httpFaults of [true, false])
      for (const { name, containers } of pods(render(`httpFaults.enabled=${httpFaults}`)).filter(isService)) {
        const app = containers.find((one) => one.name === name);
        assert.equal(app?.startupProbe?.httpGet?.path, '/health/live');
        assert.equal(app?.livenessProbe?.httpGet?.path, '/health/live');
        assert.equal(app?.readinessProbe?.httpGet?.path, '/health/ready');
        // Never its sidecar, whose faults are not the kubelet's business.
        const own = app?.ports?.map((port) => port.name);
        assert.deepEqual(own, [httpFaults ? 'app' : 'http']);
        for (const probe of [app?.startupProbe, app?.livenessProbe, app?.readinessProbe])
          assert.equal(probe?.httpGet?.port, own?.[0]);
      }
  });

  test('never keeps a single pod from leaving its node', () => {
    const budgets = ofKind<V1PodDisruptionBudget>(render(), 'PodDisruptionBudget');
    assert.deepEqual(budgets.map(({ metadata }) => metadata?.name).toSorted(), services);
    for (const { spec } of budgets) {
      assert.equal(spec?.maxUnavailable, 1);
      assert.equal(spec?.minAvailable, undefined);
    }
  });

  test('leaves the number of replicas to the autoscaler where there is one', () => {
    const objects = render('autoscaling.enabled=true');
    assert.equal(ofKind(objects, 'HorizontalPodAutoscaler').length, services.length);
    for (const { spec } of ofKind<V1Deployment>(objects, 'Deployment').filter(isService))
      assert.equal(spec?.replicas, undefined);
  });

  test('has no node port where services are of type ClusterIP', () => {
    for (const { spec } of ofKind<V1Service>(render('service.type=ClusterIP'), 'Service')) {
      assert.notEqual(spec?.type, 'NodePort');
      assert.ok(spec?.ports?.every(({ nodePort }) => nodePort === undefined));
    }
  });

  test('keeps passwords in one Secret and nowhere else', () => {
    const objects = render();
    const [secret] = ofKind<V1Secret>(objects, 'Secret');
    const data = Object.entries(secret?.data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]);
    const {
      password = '',
      'root-password': root = '',
      'accounts.sql': accounts = '',
    } = Object.fromEntries(data);
    assert.match(password, /^\w{24}$/);
    assert.match(root, /^\w{24}$/);
    assert.ok(accounts.includes(`IDENTIFIED BY '${password}'`));
    const others = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
    assert.ok(![password, root].some((one) => others.includes(one)));
    const texts = ofKind<V1ConfigMap>(objects, 'ConfigMap').flatMap(({ data: files }) =>
      Object.values(files ?? {}),
    );
    assert.ok(!texts.some((text) => /IDENTIFIED|PASSWORD/i.test(text)));
  });

  test('makes no Secret where there is one', () => {
    assert.deepEqual(ofKind(render('mysql.existingSecret=mine'), 'Secret'), []);
  });

  test('keeps orders in a claim that goes with the release, or in the pod', () => {
    const [claimed] = ofKind<V1StatefulSet>(render(), 'StatefulSet');
    assert.equal(claimed?.spec?.volumeClaimTemplates?.length, 1);
    assert.equal(claimed?.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted, 'Delete');
    const [fleeting] = ofKind<V1StatefulSet>(render('mysql.persistence.enabled=false'), 'StatefulSet');
    assert.equal(fleeting?.spec?.volumeClaimTemplates, undefined);
    assert.deepEqual(
      fleeting?.spec?.template.spec?.volumes?.find(({ name }) => name === 'data')?.emptyDir,
      {},
    );
  });
});

function isService(object: { name: string } | V1Deployment): boolean {
  return services.includes('name' in object ? object.name : (object.metadata?.name ?? ''));
}
