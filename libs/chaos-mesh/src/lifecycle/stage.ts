import type { Chaos } from '../types.js';
import type { ChaosEvent } from './events.js';

/** One write to an experiment, with what is told before it and after it. */
export interface Write {
  /** The step of Chaos Mesh's controller that speaks; it is the source of the events. */
  component: Component;
  before: ChaosEvent[];
  change: (draft: Chaos) => void;
  after: ChaosEvent[];
}

export type Component = 'initFinalizers' | 'desiredphase' | 'condition' | 'records';

/**
 * A step of the lifecycle: from what is, to the write that is due, if any. The order of a pass is that of
 * `stagesBeforeRecords`, then the records, then `cleanFinalizer`; every write brings about another pass, so
 * conditions follow the records one pass later, as in the real controller.
 */
export type Stage = (chaos: Chaos, now: Date) => Write | undefined;
