import type { Chaos, ChaosRecord, Phase } from '../types.js';

/** An experiment with all its records. */
export interface Targets<T extends Chaos = Chaos> {
  chaos: T;
  records: ChaosRecord[];
}

/** One record of an experiment. */
export interface Target<T extends Chaos = Chaos> extends Targets<T> {
  record: ChaosRecord;
}

/**
 * Does and undoes what an experiment asks for, one record at a time. Both say the phase that the record is in then;
 * what they throw becomes a Failed event, and they are called again later.
 */
export interface Injector<T extends Chaos = Chaos> {
  apply(target: Target<T>): Phase | Promise<Phase>;
  recover(target: Target<T>): Phase | Promise<Phase>;
  /** Told in each pass which records there are by now: others are let go, and what is injected is kept so. */
  maintain?(targets: Targets<T>): Promise<void>;
}
