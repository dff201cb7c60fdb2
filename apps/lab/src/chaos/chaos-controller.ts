import {
  type Chaos,
  chaosKinds,
  cleanFinalizer,
  type HTTPFault,
  isChaos,
  msUntilTimeUp,
  stagesBeforeRecords,
  type Write,
} from '@chaos-workshop/chaos-mesh';
import { type Change, keyOf, type Store } from '@chaos-workshop/kube-api';
import type { Controller } from '../controller.js';
import type { EffectsLedger } from './effects-ledger.js';
import type { TellOf } from './event-writer.js';
import { experimentId, keyOfExperiment } from './experiment-id.js';
import type { RecordsStage } from './records-stage.js';

export interface ChaosControllerOptions {
  store: Store;
  records: RecordsStage;
  effects: EffectsLedger;
  tell: TellOf;
  now: () => Date;
  /** An experiment is gone, however it went. */
  onGone: (id: string) => Promise<void>;
}

interface BackOff {
  failures: number;
  until: number;
  /** Another desired phase is another try. */
  desiredPhase: string | undefined;
}

const firstRetryMs = 100;
const slowestRetryMs = 10_000;
/** Timers hold no more than 2³¹ ms; looking once a day in between is cheap. */
const longestWaitMs = 86_400_000;

/** Leads every experiment through its life: one pass after each change, in the order of Chaos Mesh's controller. */
export class ChaosController implements Controller {
  readonly name = 'chaos';
  readonly kinds: string[] = [...chaosKinds, 'Pod'];
  readonly #options: ChaosControllerOptions;
  readonly #backOffs = new Map<string, BackOff>();

  constructor(options: ChaosControllerOptions) {
    this.#options = options;
  }

  /** Pods that come and go matter to HTTPFaults, which follow their selectors. */
  keysOf({ type, object }: Change): string[] {
    if (isChaos(object)) return [experimentId(object)];
    return type === 'MODIFIED' ? [] : this.#options.store.list<HTTPFault>('HTTPFault').map(experimentId);
  }

  async reconcile(id: string): Promise<number | void> {
    for (const stage of stagesBeforeRecords) this.#write(id, (chaos) => stage(chaos, this.#options.now()));
    const retryMs = await this.#actOnRecords(id);
    const chaos = this.#find(id);
    if (chaos !== undefined) this.#options.effects.settle(chaos);
    this.#write(id, cleanFinalizer);
    if (this.#find(id) === undefined) return this.#forget(id, chaos);
    return soonest(retryMs, chaos && msUntilNextPhase(chaos, this.#options.now()));
  }

  /** Returns after how many milliseconds what failed is due again. */
  async #actOnRecords(id: string): Promise<number | undefined> {
    const chaos = this.#find(id);
    if (chaos === undefined) return undefined;
    const { desiredPhase } = chaos.status?.experiment ?? {};
    const known = this.#backOffs.get(id);
    const backOff = known?.desiredPhase === desiredPhase ? known : undefined;
    const waitMs = (backOff?.until ?? 0) - this.#options.now().getTime();
    if (waitMs > 0) return waitMs;
    if ((await this.#options.records.run(chaos)) === 0) return void this.#backOffs.delete(id);
    const failures = (backOff?.failures ?? 0) + 1;
    const delayMs = Math.min(firstRetryMs * 2 ** (failures - 1), slowestRetryMs);
    this.#backOffs.set(id, { failures, until: this.#options.now().getTime() + delayMs, desiredPhase });
    return delayMs;
  }

  #write(id: string, stage: (chaos: Chaos) => Write | undefined): void {
    const chaos = this.#find(id);
    const write = chaos && stage(chaos);
    if (chaos === undefined || write === undefined) return;
    for (const event of write.before) this.#options.tell(chaos, write.component, event);
    this.#options.store.update<Chaos>(keyOf(chaos), write.change);
    for (const event of write.after) this.#options.tell(chaos, write.component, event);
  }

  #find(id: string): Chaos | undefined {
    return this.#options.store.get<Chaos>(keyOfExperiment(id));
  }

  async #forget(id: string, last: Chaos | undefined): Promise<void> {
    this.#backOffs.delete(id);
    this.#options.effects.forget(last?.metadata.uid ?? '');
    await this.#options.onGone(id);
  }
}

/** The time may have run out since this pass began: what still runs then is due at once. */
function msUntilNextPhase(chaos: Chaos, now: Date): number | undefined {
  const ms = msUntilTimeUp(chaos, now);
  if (ms === undefined || ms >= 0) return ms;
  return chaos.status?.experiment.desiredPhase === 'Run' ? 0 : undefined;
}

function soonest(...waits: (number | undefined)[]): number | void {
  const due = waits.filter((ms) => ms !== undefined);
  return due.length === 0 ? undefined : Math.min(...due.map((ms) => ms + 1), longestWaitMs);
}
