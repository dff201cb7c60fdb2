import { affectedAnnotation } from '../annotations.js';
import { isPaused } from '../lifecycle/desired-phase.js';
import { noEffect } from '../lifecycle/events.js';
import type { Chaos } from '../types.js';
import { add, type Affected, nothing } from './affected.js';
import type { Experiments } from './experiments.js';

/**
 * Keeps what each experiment has affected, over all its pauses, and tells of those that end having affected nothing.
 */
export class EffectsLedger {
  readonly #experiments: Experiments;
  /** By uid: why nothing has met the experiment so far. */
  readonly #unmet = new Map<string, string>();

  constructor(experiments: Experiments) {
    this.#experiments = experiments;
  }

  /** A fault was lifted. */
  async note(
    chaos: Chaos,
    { affected, whyNothingMet }: { affected?: Affected; whyNothingMet: string },
  ): Promise<void> {
    const { uid = '' } = chaos.metadata;
    if (affected === undefined) return;
    const written = await this.#experiments.update(chaos, (draft) => {
      const total = JSON.stringify(add(affectedOf(draft), affected));
      draft.metadata.annotations = { ...draft.metadata.annotations, [affectedAnnotation]: total };
    });
    const total = written === undefined ? affected : affectedOf(written);
    if (total.connections + total.requests === 0) this.#unmet.set(uid, whyNothingMet);
    else this.#unmet.delete(uid);
  }

  /** Tells once, when the experiment has been recovered because it is over. */
  settle(chaos: Chaos): void {
    const { uid = '', deletionTimestamp } = chaos.metadata;
    const { desiredPhase, containerRecords = [] } = chaos.status?.experiment ?? {};
    const why = this.#unmet.get(uid);
    if (why === undefined || desiredPhase !== 'Stop') return;
    if (deletionTimestamp === undefined && isPaused(chaos)) return;
    if (containerRecords.some(({ phase }) => phase !== 'Not Injected')) return;
    this.#unmet.delete(uid);
    this.#experiments.tell(chaos, 'records', noEffect(why));
  }

  forget(uid: string): void {
    this.#unmet.delete(uid);
  }
}

function affectedOf({ metadata }: Chaos): Affected {
  try {
    return {
      ...nothing,
      ...(JSON.parse(metadata.annotations?.[affectedAnnotation] ?? '{}') as Partial<Affected>),
    };
  } catch {
    return nothing; // somebody wrote something else into it
  }
}
