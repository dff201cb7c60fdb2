// What the chart promises of its passwords and of MySQL's data, on a release with hardly anything but MySQL.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { kubectlIn } from './lib/cluster.ts';
import { helm, whyNoHelm } from './lib/helm.ts';

const namespace = 'operations-chart';
const release = `cellar --namespace ${namespace}`;
const smallest = [
  'service.type=ClusterIP',
  'telemetry.backend=none',
  'httpFaults.enabled=false',
  ...['order-service', 'menu-service', 'loyalty-service'].map((name) => `services.${name}.replicas=0`),
];
const chart = `${release} helm/chaos-workshop --set ${smallest.join(',')}`;
const untilReady = '--wait --timeout 4m';

describe('MySQL of the chart', { skip: whyNoHelm(), timeout: 900_000 }, () => {
  const kubectl = kubectlIn(namespace);
  const secret = () => kubectl.ok('get secret mysql -o jsonpath={.data}');
  /** As the account of the services, with the password that they get. */
  const query = (sql: string) => {
    const { password = '' } = JSON.parse(secret()) as { password?: string };
    const login = `--user=workshop --password=${Buffer.from(password, 'base64').toString()} --host=127.0.0.1`;
    return kubectl.ok(`exec -i mysql-0 -- mysql ${login} --batch --skip-column-names`, `${sql}\n`).trim();
  };
  const startAnew = () => {
    kubectl.ok('delete pod mysql-0 --timeout=90s', undefined, 100);
    kubectl.ok('rollout status statefulset/mysql --timeout=240s', undefined, 250);
  };

  before(() => {
    const text = readFileSync('k8s/namespace.yaml', 'utf8');
    kubectl.ok('apply -f -', text.replace('name: chaos-workshop', `name: ${namespace}`));
  });
  afterEach(() => helm(`uninstall ${release} --ignore-not-found --wait --timeout 2m`));
  after(() => kubectl.run(`delete namespace ${namespace} --wait=false`));

  test('keeps its passwords over upgrade and rollback, and its orders when the pod goes', () => {
    helm(`install ${chart} ${untilReady}`);
    const atFirst = secret();
    query('CREATE TABLE orders.kept (id INT); INSERT INTO orders.kept VALUES (7);');

    helm(`upgrade ${chart} --set drain=2s`);
    assert.equal(secret(), atFirst, 'after helm upgrade');
    helm(`rollback ${release.replace(' ', ' 1 ')}`);
    assert.equal(secret(), atFirst, 'after helm rollback');

    startAnew();
    assert.equal(query('SELECT id FROM orders.kept'), '7');
  });

  test('begins with nothing where it has no claim, and lets the services in again', () => {
    helm(`install ${chart} --set mysql.persistence.enabled=false ${untilReady}`);
    query('CREATE TABLE menu.lost (id INT)');
    startAnew();
    assert.equal(query("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'lost'"), '0');
    const databases = query('SHOW DATABASES').split('\n');
    for (const database of ['orders', 'menu', 'loyalty']) assert.ok(databases.includes(database), database);
    assert.equal(kubectl.ok('get persistentvolumeclaims -o name'), '');
  });
});
