// A namespace of one's own, open to chaos, on the cluster that CONFORMANCE_KUBECONFIG names.
import { findKubectls, Kubectl } from '../../lib/kubectl.ts';

const kinds = 'podchaos,networkchaos,httpchaos';

export class Playground {
  readonly kubectl: Kubectl;
  readonly namespace: string;

  private constructor(kubectl: Kubectl, namespace: string) {
    this.kubectl = kubectl;
    this.namespace = namespace;
  }

  static open(name: string): Playground {
    const namespace = `conformance-${name}`;
    const metadata = { name: namespace, annotations: { 'chaos-mesh.org/inject': 'enabled' } };
    const kubectl = kubectlIn(namespace);
    kubectl.ok('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }));
    return new Playground(kubectl, namespace);
  }

  /** Experiments first: a namespace that goes waits for their finalizers. */
  end(): void {
    this.kubectl.run(`delete ${kinds} --all --timeout=20s`);
    this.kubectl.run(`delete namespace ${this.namespace} --wait=false`);
  }
}

/** The newest kubectl at hand, in a namespace. */
export function kubectlIn(namespace: string): Kubectl {
  const kubeconfig = process.env['CONFORMANCE_KUBECONFIG'];
  const [newest] = findKubectls();
  if (kubeconfig === undefined || newest === undefined)
    throw new Error('a cluster is needed, and kubectl: npm run conformance [-- --context NAME]');
  return new Kubectl(newest.path, kubeconfig, namespace);
}
