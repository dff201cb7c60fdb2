import type { TestContext } from 'node:test';
import { KubeConfig } from '@kubernetes/client-node';
import { HttpFaults } from '../http-faults/http-faults.js';
import { KubeClient } from '../kube/kube-client.js';
import type { TestCluster } from './cluster.js';

/** Short enough for tests, long enough for a busy machine. */
export const leaseMs = 3000;
export const renewMs = 300;

/** Obeys the faults of the cluster in this process. */
export async function operate(t: TestContext, { kubeconfig }: TestCluster): Promise<HttpFaults> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const client = new KubeClient(config, 'shop');
  const faults = new HttpFaults({ client, config: { leaseMs, renewMs }, log: () => {} });
  t.after(() => faults.stop());
  await faults.start();
  return faults;
}
