import { isDeepStrictEqual } from 'node:util';
import type { Chaos, ChaosCondition, Phase } from '../types.js';
import { isPaused } from './desired-phase.js';
import type { Write } from './stage.js';

export function refreshConditions(chaos: Chaos): Write | undefined {
  const conditions = conditionsOf(chaos);
  if (isDeepStrictEqual(conditions, chaos.status?.conditions)) return undefined;
  return {
    component: 'condition',
    before: [],
    change: (draft) => {
      draft.status = { ...draft.status, conditions, experiment: draft.status?.experiment ?? {} };
    },
    after: [],
  };
}

/** All four, always. Before anything is selected only Paused can be true. */
function conditionsOf(chaos: Chaos): ChaosCondition[] {
  const records = chaos.status?.experiment.containerRecords;
  const allAre = (phase: Phase) => records?.every((record) => record.phase === phase) ?? false;
  return [
    condition('Selected', records !== undefined),
    condition('AllInjected', allAre('Injected')),
    condition('AllRecovered', allAre('Not Injected')),
    condition('Paused', isPaused(chaos)),
  ];
}

function condition(type: ChaosCondition['type'], holds: boolean): ChaosCondition {
  return { type, status: holds ? 'True' : 'False' };
}
