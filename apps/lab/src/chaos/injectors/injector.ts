import type { Chaos, ChaosRecord, Phase } from '@chaos-workshop/chaos-mesh';

/** One record of an experiment, with all of them. */
export interface Target<T extends Chaos = Chaos> {
  chaos: T;
  record: ChaosRecord;
  records: ChaosRecord[];
}

/**
 * Does and undoes what an experiment asks for, one record at a time. Both say the phase that the record is in then;
 * what they throw becomes a Failed event, and they are called again later.
 */
export interface Injector<T extends Chaos = Chaos> {
  apply(target: Target<T>): Phase | Promise<Phase>;
  recover(target: Target<T>): Phase | Promise<Phase>;
}
