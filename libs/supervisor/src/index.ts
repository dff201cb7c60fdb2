export {
  type BackOffLimits,
  type BackOffState,
  crashLoop,
  decideRestart,
  type RestartDecision,
} from './back-off.js';
export { type Check, type CheckResult, runCheck, timedOut } from './check.js';
export { type Clock, FakeClock, systemClock } from './clock.js';
export { keepRunning, type KeepRunningOptions } from './keep-running.js';
export { LogFile, type LogFileOptions, type LogReadOptions } from './log-file.js';
export { observe, type ProbeState, type ProbeThresholds } from './probe-state.js';
export { type ProbeTiming, Prober, type ProberOptions } from './prober.js';
export { type Exit, type ProcessSpec, RunningProcess, startProcess } from './process.js';
export { type Work, WorkQueue, type WorkQueueOptions } from './work-queue.js';
