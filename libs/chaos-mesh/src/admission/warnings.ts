import type { Chaos, Cluster, HTTPChaosSpec, NetworkChaosSpec } from '../types.js';
import { isOneShot } from '../kinds.js';
import { clusterIpOnly } from '../selector/cluster-ip.js';
import { matchedBy, previews, selectionWarnings } from './selection-warnings.js';

/** What is accepted and will probably disappoint; kubectl prints each as `Warning: …`. */
export function warningsFor(chaos: Chaos, cluster: Cluster, dryRun: boolean): string[] {
  return [
    ...(chaos.kind === 'NetworkChaos' ? networkWarnings(chaos.spec, cluster) : []),
    ...(chaos.kind === 'HTTPChaos' ? httpWarnings(chaos.spec) : []),
    ...selectionWarnings(chaos, cluster),
    ...(dryRun ? previews(chaos, cluster) : []),
    ...(isOneShot(chaos) && chaos.spec.duration !== undefined
      ? ['spec.duration is ignored: killing happens once']
      : []),
  ];
}

function httpWarnings({ abort = false, delay, replace, patch }: HTTPChaosSpec): string[] {
  if (abort || delay !== undefined || replace !== undefined || patch !== undefined) return [];
  return ['there is nothing to do: set abort, delay, replace or patch'];
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
  const names = clusterIpOnly(matchedBy(target, cluster), cluster.services);
  if (names.length === 0) return [];
  return [
    `direction ${direction} with a target does not reach requests through a ClusterIP Service (${names.join(', ')}): use direction from, or select the slow side itself`,
  ];
}
