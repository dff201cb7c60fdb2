// The chart, rendered by a real Helm.
import { spawnSync } from 'node:child_process';
import type { KubernetesObject, V1Container, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { which } from 'zx';

const folder = 'helm/chaos-workshop';

/** Why no test of the chart can run; false where there is Helm. */
export const withoutHelm =
  (await which('helm', { nothrow: true })) === null && 'no helm on PATH: the chart was not looked at';

/** What Helm made of the words: its output or its complaint. */
export function helm(...words: string[]): { code: number; output: string } {
  const { status, stdout, stderr } = spawnSync('helm', words, { encoding: 'utf8' });
  return { code: status ?? -1, output: stdout + stderr };
}

/** Renders with some values set, as `key=value`. */
export function template(...values: string[]): { code: number; output: string } {
  const sets = values.flatMap((value) => ['--set', value]);
  return helm('template', 'tavern', folder, '--namespace', 'tavern', ...sets);
}

export type Rendered = KubernetesObject & { [field: string]: unknown };

/** All objects of the chart with these values. @throws with Helm's complaint. */
export function render(...values: string[]): Rendered[] {
  const { code, output } = template(...values);
  if (code !== 0) throw new Error(output);
  return parseAllDocuments(output)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}

export function ofKind<T extends KubernetesObject>(objects: Rendered[], kind: string): T[] {
  return objects.filter((object) => object.kind === kind) as unknown as T[];
}

/** A pod that the chart makes, or has made. */
export interface RenderedPod {
  /** Its `app.kubernetes.io/name`. */
  name: string;
  spec: V1PodSpec;
  /** Sidecars too. */
  containers: V1Container[];
}

export function pods(objects: Rendered[]): RenderedPod[] {
  return objects.flatMap((object) => {
    const template = (object['spec'] as { template?: V1PodTemplateSpec } | undefined)?.template;
    const { metadata, spec } = object.kind === 'Pod' ? (object as V1PodTemplateSpec) : (template ?? {});
    if (!spec) return [];
    const containers = [...(spec.initContainers ?? []), ...spec.containers];
    return [{ name: metadata?.labels?.['app.kubernetes.io/name'] ?? '', spec, containers }];
  });
}
