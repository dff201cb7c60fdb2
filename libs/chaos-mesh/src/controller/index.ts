export { type Affected, AffectedCount } from './affected.js';
export { ChaosController, type ChaosControllerOptions } from './chaos-controller.js';
export { EffectsLedger } from './effects-ledger.js';
export { eventMaker } from './event-of.js';
export { experimentId, parseExperimentId } from './experiment-id.js';
export type { Experiments, TellOf } from './experiments.js';
export type { Injector, Target, Targets } from './injector.js';
export { seedOf } from './seed.js';
