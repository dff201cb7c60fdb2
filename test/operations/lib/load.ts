// A load of orders from a pod of the cluster itself, so that it meets what any caller in there meets.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadSummary } from '../../../apps/customer/src/load/figures.ts';
import type { Following, Kubectl } from '../../lib/kubectl.ts';
import { loadPod } from './load-pod.ts';

export interface LoadOptions {
  /** At least so many: the load goes on for as long as the action does. */
  orders: number;
  /** Orders a second. */
  rate: number;
  /** The node that the load runs on; any, when absent. */
  node?: string;
}

/** For all that the audit may wait, after the last order. */
const reportWithinSeconds = 180;

/** Orders come in from before `action` until after it, and all of them have ended when this resolves. */
export async function underLoad(
  kubectl: Kubectl,
  options: LoadOptions,
  action: () => void | Promise<void>,
): Promise<LoadSummary> {
  kubectl.run('delete pod load --ignore-not-found --wait --grace-period=1');
  kubectl.ok('apply -f -', loadPod({ ...options, graceSeconds: reportWithinSeconds }));
  let log: Following | undefined;
  try {
    kubectl.ok('wait --for=condition=Ready pod/load --timeout=90s', undefined, 100);
    log = kubectl.follow('logs --follow load');
    await log.until(/^[1-9]\d* orders/m, 60);
    await action();
    while (orderedSoFar(log) < options.orders) await sleep(200);
    kubectl.ok('delete pod load --wait=false');
    await log.until(/^\{.*\}$/m, reportWithinSeconds);
    return JSON.parse(/^\{.*\}$/m.exec(log.output)![0]) as LoadSummary;
  } finally {
    log?.stop();
    kubectl.run('delete pod load --ignore-not-found --wait=false --grace-period=1');
  }
}

/** For the log of a test: what was asked for and what came of it. */
export function inWords(summary: LoadSummary): string {
  const { orders, failed, attempts, failedAttempts, latencyMs, longestGapMs, audit } = summary;
  const stores = audit && `${audit.lost} lost, ${audit.doubled} doubled, ${audit.wrong} wrong`;
  return [
    `${orders} orders, ${failed} failed`,
    `${attempts} attempts, failed ${JSON.stringify(failedAttempts)}`,
    `p50 ${latencyMs?.p50} ms, p99 ${latencyMs?.p99} ms, longest gap ${longestGapMs} ms`,
    stores ?? summary.auditFailure,
  ].join('; ');
}

/** @throws with its last lines when the load has ended. */
function orderedSoFar(log: Following): number {
  if (log.hasEnded) throw new Error(`the load ended early:\n${log.output.slice(-2_000)}`);
  return Number([...log.output.matchAll(/^(\d+) orders/gm)].at(-1)?.[1] ?? 0);
}
