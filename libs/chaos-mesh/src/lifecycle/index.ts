import { refreshConditions } from './conditions.js';
import { changeDesiredPhase } from './desired-phase.js';
import { initFinalizer } from './finalizer.js';
import type { Stage } from './stage.js';

/** In order; then come the records, then `cleanFinalizer`. */
export const stagesBeforeRecords: Stage[] = [initFinalizer, changeDesiredPhase, refreshConditions];

export * from './events.js';
export * from './records.js';
export type { Component, Stage, Write } from './stage.js';
export { cleanFinalizer, cleanFinalizerAnnotation, recordsFinalizer } from './finalizer.js';
export { isPaused, msUntilTimeUp, pauseAnnotation } from './desired-phase.js';
export { isFinished } from './finished.js';
