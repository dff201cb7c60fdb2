// The cluster under test.
import { findKubectls, Kubectl } from '../../lib/kubectl.ts';

export const kubeconfig = process.env['CONFORMANCE_KUBECONFIG'] ?? '';

export function kubectlIn(namespace: string): Kubectl {
  return new Kubectl(findKubectls()[0]?.path ?? 'kubectl', kubeconfig, namespace);
}
