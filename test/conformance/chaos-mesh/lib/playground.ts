// A namespace of one's own, open to chaos.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKubectls, Kubectl } from '../../../lib/kubectl.ts';

export class Playground {
  readonly kubectl: Kubectl;
  readonly namespace: string;
  readonly #directory: string;

  private constructor(kubectl: Kubectl, namespace: string, directory: string) {
    this.kubectl = kubectl;
    this.namespace = namespace;
    this.#directory = directory;
  }

  static open(name: string): Playground {
    const path = findKubectls()[0]?.path ?? 'kubectl';
    const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
    const file = join(directory, 'kubeconfig');
    writeFileSync(
      file,
      new Kubectl(path, process.env['CONFORMANCE_KUBECONFIG'] ?? '').ok(
        'config view --raw --flatten --minify',
      ),
    );
    const kubectl = new Kubectl(path, file);
    const namespace = `conformance-${name}`;
    kubectl.ok(
      'apply -f -',
      `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${namespace}","annotations":{"chaos-mesh.org/inject":"enabled"}}}`,
    );
    kubectl.ok(`config set-context --current --namespace=${namespace}`);
    return new Playground(kubectl, namespace, directory);
  }

  end(): void {
    this.kubectl.run('delete podchaos,networkchaos,httpchaos,schedules --all --timeout=20s');
    this.kubectl.run(`delete namespace ${this.namespace} --wait=false`);
    rmSync(this.#directory, { recursive: true });
  }
}
