import type { Pod } from '@chaos-workshop/kube-api';
import type { Chaos, Cluster, PodSelector } from '../types.js';
import { isOpenToChaos } from '../selector/open-namespace.js';
import { matchingPods } from '../selector/select-pods.js';

/** Selectors that find nobody: a closed namespace, with the command that opens it, or no pod. */
export function selectionWarnings(chaos: Chaos, cluster: Cluster): string[] {
  return selectorsOf(chaos).flatMap(({ path, selector }) => {
    const closed = closedNamespaces(selector, cluster);
    if (closed.length > 0) return closed.map((name) => `${path}: ${howToOpen(name)}`);
    if (matchedBy(selector, cluster).length > 0) return [];
    return [`${path} matches no pod now, and targets are chosen once`];
  });
}

/** Whom an experiment would choose from. With the experiment's name: kubectl shows a warning only once. */
export function previews(chaos: Chaos, cluster: Cluster): string[] {
  return selectorsOf(chaos).flatMap(({ path, selector }) => {
    const ids = matchedBy(selector, cluster).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    if (ids.length === 0) return [];
    const share = howMany(selector);
    return [`${chaos.metadata.name}: ${path} would choose ${share} of ${ids.length}: ${ids.join(', ')}`];
  });
}

/** None for a selector that cannot be evaluated: it is told of when the experiment selects, as in the real one. */
export function matchedBy({ selector }: PodSelector, cluster: Cluster): Pod[] {
  try {
    return matchingPods(selector, cluster);
  } catch {
    return [];
  }
}

function selectorsOf(chaos: Chaos): { path: string; selector: PodSelector }[] {
  const target = chaos.kind === 'NetworkChaos' ? chaos.spec.target : undefined;
  const main = { path: 'spec.selector', selector: chaos.spec };
  return target === undefined ? [main] : [main, { path: 'spec.target.selector', selector: target }];
}

function closedNamespaces({ selector }: PodSelector, { namespaces }: Cluster): string[] {
  const named = Object.keys(selector.pods ?? {});
  const wanted = named.length > 0 ? named : (selector.namespaces ?? []);
  return wanted.filter((name) => !namespaces.some((one) => one.metadata.name === name && isOpenToChaos(one)));
}

function howToOpen(namespace: string): string {
  return `namespace ${namespace} is not open to chaos: kubectl annotate namespace ${namespace} chaos-mesh.org/inject=enabled`;
}

function howMany({ mode, value }: PodSelector): string {
  return value === undefined || mode === 'one' || mode === 'all' ? mode : `${mode} ${value}`;
}
