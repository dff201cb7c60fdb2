// The cluster under test.
import { findKubectls, Kubectl } from '../../lib/kubectl.ts';

export const kubeconfig = process.env['CONFORMANCE_KUBECONFIG'] ?? '';

export function kubectlIn(namespace: string): Kubectl {
  return new Kubectl(findKubectls()[0]?.path ?? 'kubectl', kubeconfig, namespace);
}

/** A lab injects failures of HTTP by itself: a release there has no proxies for it. */
export function valuesOfPlace(): string {
  const isLab = kubectlIn('default').ok('get nodes -o name') === 'node/lab\n';
  return `service.type=ClusterIP,telemetry.backend=none,httpFaults.enabled=${!isLab}`;
}
