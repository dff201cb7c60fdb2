import { matchesLabels, type Node, type Pod } from '@chaos-workshop/kube-api';
import type { Cluster, PodCriteria, PodSelector, Random } from '../types.js';
import { requireLabelSyntax } from './label-syntax.js';
import { pickByMode } from './mode.js';
import { isOpenToChaos } from './open-namespace.js';
import { matchesFields } from './pod-fields.js';
import { matchesPhases } from './pod-phases.js';

/** The pods an experiment takes, now. Throws Chaos Mesh's own words when nothing matches. */
export function selectPods(selector: PodSelector, cluster: Cluster, random: Random): Pod[] {
  const matched = matchingPods(selector.selector, cluster);
  if (matched.length === 0) throw new Error('no pod is selected');
  return pickByMode(matched, selector, random);
}

/** All pods that the criteria describe, in namespaces open to chaos, before the mode picks some of them. */
export function matchingPods(criteria: PodCriteria, { pods, nodes, namespaces }: Cluster): Pod[] {
  requireLabelSyntax(criteria);
  const open = new Set(namespaces.filter(isOpenToChaos).map(({ metadata }) => metadata.name));
  const reachable = pods.filter(({ metadata }) => open.has(metadata.namespace ?? ''));
  if (Object.keys(criteria.pods ?? {}).length > 0) return namedPods(criteria.pods ?? {}, reachable);
  const onNodes = chosenNodes(criteria, nodes);
  return reachable.filter(
    (pod) => satisfies(criteria, pod) && (onNodes?.has(pod.spec.nodeName ?? '') ?? true),
  );
}

/** With explicit pods every other criterion is ignored, and a pod that does not exist is passed over. */
function namedPods(names: Record<string, string[]>, pods: Pod[]): Pod[] {
  return pods.filter(({ metadata }) => names[metadata.namespace ?? '']?.includes(metadata.name) ?? false);
}

/** There is no hidden filter on the phase: pending and finished pods match as well. */
function satisfies(criteria: PodCriteria, pod: Pod): boolean {
  const { metadata, status } = pod;
  const { namespaces = [], labelSelectors = {}, expressionSelectors = [] } = criteria;
  return (
    (namespaces.length === 0 || namespaces.includes(metadata.namespace ?? '')) &&
    matchesLabels({ matchLabels: labelSelectors, matchExpressions: expressionSelectors }, metadata.labels) &&
    hasAll(metadata.annotations, criteria.annotationSelectors) &&
    matchesFields(criteria.fieldSelectors ?? {}, pod) &&
    matchesPhases(criteria.podPhaseSelectors ?? [], status?.phase)
  );
}

function hasAll(present: Record<string, string> = {}, wanted: Record<string, string> = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => present[key] === value);
}

/** `nodes` and `nodeSelectors` are united. Undefined: any node. */
function chosenNodes(
  { nodes: names = [], nodeSelectors = {} }: PodCriteria,
  nodes: Node[],
): Set<string> | undefined {
  const byLabel = Object.keys(nodeSelectors).length > 0;
  if (names.length === 0 && !byLabel) return undefined;
  const missing = names.find((name) => !nodes.some(({ metadata }) => metadata.name === name));
  if (missing !== undefined) throw new Error(`cannot parse node selector, msg: Node "${missing}" not found`);
  const labelled = byLabel
    ? nodes.filter(({ metadata }) => matchesLabels(nodeSelectors, metadata.labels))
    : [];
  return new Set([...names, ...labelled.map(({ metadata }) => metadata.name)]);
}
