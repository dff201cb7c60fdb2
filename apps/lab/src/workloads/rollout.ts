// The arithmetic of a rolling update, pure: how large each ReplicaSet of a Deployment should be next.
import { type Deployment } from '@chaos-workshop/kube-api';

export interface SetSize {
  name: string;
  /** Asked for (`spec.replicas`). */
  replicas: number;
  available: number;
  /** Pods that exist, also while they end. */
  pods: number;
}

export interface RolloutLimits {
  replicas: number;
  maxSurge: number;
  maxUnavailable: number;
}

/** maxSurge rounds up, maxUnavailable down; both zero would never move, so that unavailable becomes 1. */
export function limitsOf({ spec }: Deployment): RolloutLimits {
  const replicas = spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, replicas, Math.ceil);
  const unavailable = resolve(maxUnavailable, replicas, Math.floor);
  return {
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas),
  };
}

function resolve(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseFloat(value) * of) / 100) : Number(value);
}

/**
 * New sizes by name, only those that change. Grows the new set up to `replicas + maxSurge` in all, then shrinks old
 * sets (oldest first, broken pods before available ones) while `replicas - maxUnavailable` stay available.
 */
export function planRollingUpdate(
  newSet: SetSize,
  oldSets: SetSize[],
  limits: RolloutLimits,
): Map<string, number> {
  const sizes = new Map<string, number>();
  const asked = newSet.replicas + sum(oldSets.map((set) => set.replicas));
  const room = Math.max(0, limits.replicas + limits.maxSurge - asked);
  const grown = Math.min(limits.replicas, newSet.replicas + room);
  if (grown !== newSet.replicas) sizes.set(newSet.name, grown);
  if (grown > newSet.replicas) return sizes;
  shrinkOldSets(newSet, oldSets, limits, sizes);
  return sizes;
}

function shrinkOldSets(
  newSet: SetSize,
  oldSets: SetSize[],
  limits: RolloutLimits,
  sizes: Map<string, number>,
): void {
  const minAvailable = limits.replicas - limits.maxUnavailable;
  const asked = newSet.replicas + sum(oldSets.map((set) => set.replicas));
  const notYetAvailable = Math.max(0, newSet.replicas - newSet.available);
  let mayGo = asked - minAvailable - notYetAvailable;
  let spare = newSet.available + sum(oldSets.map((set) => set.available)) - minAvailable;
  for (const set of oldSets) {
    const broken = Math.max(0, Math.min(mayGo, set.replicas - set.available));
    const healthy = Math.max(0, Math.min(mayGo - broken, spare, set.replicas - broken));
    mayGo -= broken + healthy;
    spare -= healthy;
    if (broken + healthy > 0) sizes.set(set.name, set.replicas - broken - healthy);
  }
}

/** All old pods end before the first new one starts. */
export function planRecreate(
  newSet: SetSize | undefined,
  oldSets: SetSize[],
  replicas: number,
): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const set of oldSets) if (set.replicas > 0) sizes.set(set.name, 0);
  const isClear = oldSets.every((set) => set.replicas === 0 && set.pods === 0);
  if (newSet && isClear && newSet.replicas !== replicas) sizes.set(newSet.name, replicas);
  return sizes;
}

export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
