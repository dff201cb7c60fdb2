export { chaosAdmission } from './admission.js';
export { type ChaosOptions, createChaos } from './create-chaos.js';
export type { ContainerKiller } from './injectors/container-kill.js';
export { lateness } from './faults/lateness.js';
export { chaosKinds } from './kinds.js';
