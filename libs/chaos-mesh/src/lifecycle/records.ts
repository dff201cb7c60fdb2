import type { ChaosRecord, DesiredPhase, OperationName, Phase, RecordEvent } from '../types.js';
import { applied, type ChaosEvent, failed, recovered } from './events.js';

/** Chaos Mesh's default; older events are dropped. */
const mostEvents = 100;

/** How an operation on a record ended: in a phase, or with an error that leaves a phase behind. */
export type Outcome = { phase: Phase } | { phase: Phase; error: string };

/**
 * What is due for a record. The cycle Not Injected → Not Injected/Wait → Injected → Injected/Wait → Not Injected
 * is never cut short: an injection under way is finished before it is recovered.
 */
export function operationFor(desired: DesiredPhase | undefined, phase: Phase): OperationName | undefined {
  const settled: Phase = desired === 'Run' ? 'Injected' : 'Not Injected';
  if (desired === undefined || phase === settled) return undefined;
  return phase.startsWith('Not Injected') ? 'Apply' : 'Recover';
}

/** The record after an operation, and what is told about it. */
export function settle(
  record: ChaosRecord,
  operation: OperationName,
  outcome: Outcome,
  now: Date,
): { record: ChaosRecord; news: ChaosEvent[] } {
  if ('error' in outcome) return fail(record, operation, outcome, now);
  const goal: Phase = operation === 'Apply' ? 'Injected' : 'Not Injected';
  if (outcome.phase !== goal) return { record: { ...record, phase: outcome.phase }, news: [] };
  const counted =
    operation === 'Apply'
      ? { injectedCount: record.injectedCount + 1 }
      : { recoveredCount: record.recoveredCount + 1 };
  const events = withEvent(record, { type: 'Succeeded', operation, timestamp: timestamp(now) });
  const news = operation === 'Apply' ? applied(record.id) : recovered(record.id);
  return { record: { ...record, ...counted, phase: goal, events }, news: [news] };
}

function fail(
  record: ChaosRecord,
  operation: OperationName,
  { phase, error }: { phase: Phase; error: string },
  now: Date,
): { record: ChaosRecord; news: ChaosEvent[] } {
  const events = withEvent(record, { type: 'Failed', operation, message: error, timestamp: timestamp(now) });
  const news = failed(operation === 'Apply' ? 'apply chaos' : 'recover chaos', error);
  return { record: { ...record, phase, events }, news: [news] };
}

function withEvent({ events = [] }: ChaosRecord, event: RecordEvent): RecordEvent[] {
  return [...events, event].slice(-mostEvents);
}

function timestamp(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}
