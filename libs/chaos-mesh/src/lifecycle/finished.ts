import type { Chaos } from '../types.js';
import { isOneShot } from '../kinds.js';
import { msUntilTimeUp } from './desired-phase.js';

/** Whether an experiment will do nothing more. One without a duration never finishes by itself. */
export function isFinished(chaos: Chaos, now: Date): boolean {
  const { desiredPhase, containerRecords: records = [] } = chaos.status?.experiment ?? {};
  if (isOneShot(chaos)) return records.length > 0 && records.every(({ phase }) => phase === 'Injected');
  const isOver = (msUntilTimeUp(chaos, now) ?? Infinity) <= 0;
  return desiredPhase !== 'Run' && isOver && records.every(({ phase }) => phase === 'Not Injected');
}
