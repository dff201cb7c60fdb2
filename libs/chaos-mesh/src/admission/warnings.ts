import type { Chaos, Cluster, NetworkChaosSpec, PodSelector } from '../types.js';
import { isOneShot } from '../kinds.js';
import { isOpenToChaos } from '../selector/open-namespace.js';
import { matchingPods } from '../selector/select-pods.js';
import { clusterIpOnly } from '../selector/cluster-ip.js';

/** What is accepted and will probably disappoint; kubectl prints each as `Warning: …`. */
export function warningsFor(chaos: Chaos, cluster: Cluster, dryRun: boolean): string[] {
  return [
    ...(chaos.kind === 'NetworkChaos' ? networkWarnings(chaos.spec, cluster) : []),
    ...selectorsOf(chaos).flatMap(([path, selector]) => selectionWarnings(path, selector, cluster, dryRun)),
    ...(isOneShot(chaos) && chaos.spec.duration !== undefined
      ? ['spec.duration is ignored: killing happens once']
      : []),
  ];
}

const netemParts = ['delay', 'loss', 'rate'] as const;

function networkWarnings(spec: NetworkChaosSpec, cluster: Cluster): string[] {
  return [...missingParts(spec), ...idleParts(spec), ...outOfRange(spec), ...unreachedTarget(spec, cluster)];
}

function missingParts({ action, ...spec }: NetworkChaosSpec): string[] {
  const isMissing =
    action === 'bandwidth'
      ? spec.bandwidth === undefined
      : action !== 'partition' && netemParts.every((part) => spec[part] === undefined);
  if (!isMissing) return [];
  const part = action === 'netem' ? netemParts.map((name) => `spec.${name}`).join(' or ') : `spec.${action}`;
  return [`action is ${action}, and ${part} is missing: it will fail for every pod, for ever`];
}

function idleParts({ action, ...spec }: NetworkChaosSpec): string[] {
  const used: readonly string[] =
    action === 'partition' ? [] : action === 'bandwidth' ? ['bandwidth'] : netemParts;
  return [...netemParts, 'bandwidth' as const]
    .filter((part) => spec[part] !== undefined && !used.includes(part))
    .map((part) => `spec.${part} is ignored by action ${action}`);
}

function outOfRange({ delay, loss }: NetworkChaosSpec): string[] {
  const percentages: [string, string | undefined][] = [
    ['spec.loss.loss', loss?.loss],
    ['spec.loss.correlation', loss?.correlation],
    ['spec.delay.correlation', delay?.correlation],
  ];
  return percentages
    .filter(([, value]) => value !== undefined && !(Number(value) >= 0 && Number(value) <= 100))
    .map(([path, value]) => `${path} is ${value}, not a percentage: it will fail for every pod, for ever`);
}

/** On a real cluster the filter holds pod addresses, and packets to a Service still carry the Service's. */
function unreachedTarget({ action, direction, target }: NetworkChaosSpec, cluster: Cluster): string[] {
  if (action === 'partition' || target === undefined || direction === 'from') return [];
  const pods = tryTo(() => matchingPods(target.selector, cluster)) ?? [];
  const names = clusterIpOnly(pods, cluster.services);
  if (names.length === 0) return [];
  return [
    `direction ${direction} with a target does not reach requests through a ClusterIP Service (${names.join(', ')}): use direction from, or select the slow side itself`,
  ];
}

function selectorsOf(chaos: Chaos): [string, PodSelector][] {
  const target = chaos.kind === 'NetworkChaos' ? chaos.spec.target : undefined;
  return [
    ['spec.selector', chaos.spec],
    ...(target === undefined ? [] : ([['spec.target.selector', target]] as [string, PodSelector][])),
  ];
}

function selectionWarnings(path: string, selector: PodSelector, cluster: Cluster, dryRun: boolean): string[] {
  const closed = closedNamespaces(selector, cluster);
  const matched = tryTo(() => matchingPods(selector.selector, cluster)) ?? [];
  if (closed.length > 0) {
    return closed.map(
      (name) =>
        `${path}: namespace ${name} is not open to chaos: kubectl annotate namespace ${name} chaos-mesh.org/inject=enabled`,
    );
  }
  if (matched.length === 0) return [`${path} matches no pod now, and targets are chosen once`];
  return dryRun
    ? [
        preview(
          path,
          selector,
          matched.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
        ),
      ]
    : [];
}

function closedNamespaces({ selector }: PodSelector, { namespaces }: Cluster): string[] {
  const named = Object.keys(selector.pods ?? {});
  const wanted = named.length > 0 ? named : (selector.namespaces ?? []);
  return wanted.filter((name) => !namespaces.some((one) => one.metadata.name === name && isOpenToChaos(one)));
}

function preview(path: string, { mode, value }: PodSelector, ids: string[]): string {
  const part = value === undefined || mode === 'one' || mode === 'all' ? mode : `${mode} ${value}`;
  return `${path} would choose ${part} of ${ids.length}: ${ids.join(', ')}`;
}

/** A selector that cannot be evaluated is told of when the experiment selects, as in the real controller. */
function tryTo<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
