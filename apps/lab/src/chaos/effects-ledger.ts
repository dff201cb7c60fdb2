import { affectedAnnotation, type Chaos, isPaused, noEffect } from '@chaos-workshop/chaos-mesh';
import { keyOf, type Store } from '@chaos-workshop/kube-api';
import type { TellOf } from './event-writer.js';
import { add, type Affected, nothing } from './affected.js';
import type { TrafficChaos } from './injectors/traffic.js';

/**
 * Keeps what each experiment has affected, over all its pauses, and tells of those that end having affected nothing.
 */
export class EffectsLedger {
  readonly #store: Store;
  readonly #tell: TellOf;
  /** By uid: why nothing has met the experiment so far. */
  readonly #unmet = new Map<string, string>();

  constructor(store: Store, tell: TellOf) {
    this.#store = store;
    this.#tell = tell;
  }

  /** A fault was lifted. */
  note(
    chaos: TrafficChaos,
    { affected, whyNothingMet }: { affected?: Affected; whyNothingMet: string },
  ): void {
    const { uid = '' } = chaos.metadata;
    if (affected === undefined) return;
    const written = this.#store.update<Chaos>(keyOf(chaos), (draft) => {
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
    this.#tell(chaos, 'records', noEffect(why));
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
