import type { Chaos, DesiredPhase } from '../types.js';
import { parseDuration } from '../go/duration.js';
import { isOneShot } from '../kinds.js';
import { type ChaosEvent, deleted, paused, started, timeUp, updated } from './events.js';
import type { Write } from './stage.js';

export const pauseAnnotation = 'experiment.chaos-mesh.org/pause';

/** Run or Stop: deletion first, then one-shot kinds, the duration, the pause. */
export function changeDesiredPhase(chaos: Chaos, now: Date): Write | undefined {
  const { phase, news } = desiredPhase(chaos, now);
  if (chaos.status?.experiment.desiredPhase === phase) return undefined;
  return {
    component: 'desiredphase',
    before: news === undefined ? [] : [news],
    change: (draft) => {
      draft.status = { ...draft.status, experiment: { ...draft.status?.experiment, desiredPhase: phase } };
    },
    after: [updated('desiredPhase')],
  };
}

/**
 * Milliseconds until the duration is over, counted from the creation: pausing does not stop the clock. Undefined:
 * nothing will end by itself.
 */
export function msUntilTimeUp(chaos: Chaos, now: Date): number | undefined {
  const durationMs = durationOf(chaos);
  if (durationMs === undefined || isOneShot(chaos)) return undefined;
  return Date.parse(chaos.metadata.creationTimestamp ?? '') + durationMs - now.getTime();
}

export function isPaused({ metadata }: Chaos): boolean {
  return metadata.annotations?.[pauseAnnotation] === 'true';
}

function desiredPhase(chaos: Chaos, now: Date): { phase: DesiredPhase; news?: ChaosEvent } {
  if (chaos.metadata.deletionTimestamp !== undefined) return { phase: 'Stop', news: deleted };
  if (isOneShot(chaos)) return { phase: 'Run' };
  if ((msUntilTimeUp(chaos, now) ?? Infinity) < 0) return { phase: 'Stop', news: timeUp };
  if (isPaused(chaos)) return { phase: 'Stop', news: paused };
  return { phase: 'Run', news: started };
}

function durationOf({ spec }: Chaos): number | undefined {
  if (spec.duration === undefined || spec.duration === '') return undefined;
  try {
    return parseDuration(spec.duration);
  } catch {
    return undefined; // admission refuses it; what came in otherwise runs on, as in the real controller
  }
}
