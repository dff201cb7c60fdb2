import { cleanFinalizer } from '../lifecycle/finalizer.js';
import { msUntilTimeUp } from '../lifecycle/desired-phase.js';
import { stagesBeforeRecords } from '../lifecycle/index.js';
import type { Write } from '../lifecycle/stage.js';
import type { Chaos, Random } from '../types.js';
import type { EffectsLedger } from './effects-ledger.js';
import type { Experiments } from './experiments.js';
import type { Injector } from './injector.js';
import { RecordsStage } from './records-stage.js';

export interface ChaosControllerOptions {
  experiments: Experiments;
  injectorOf: (chaos: Chaos) => Injector;
  effects: EffectsLedger;
  /** Where the seeds of experiments come from that have none of their own. */
  random: Random;
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
export class ChaosController {
  readonly #options: ChaosControllerOptions;
  readonly #records: RecordsStage;
  readonly #backOffs = new Map<string, BackOff>();

  constructor(options: ChaosControllerOptions) {
    this.#options = options;
    this.#records = new RecordsStage(options);
  }

  /** One pass over an experiment. Returns after how many milliseconds the next one is due without any change. */
  async reconcile(id: string): Promise<number | void> {
    let chaos = await this.#find(id);
    for (const stage of stagesBeforeRecords) chaos &&= await this.#write(chaos, stage(chaos, this.#now()));
    const retryMs = chaos && (await this.#actOnRecords(id, chaos));
    const last = await this.#find(id);
    if (last !== undefined) this.#options.effects.settle(last);
    const rest = last && (await this.#write(last, cleanFinalizer(last)));
    if (rest === undefined) return await this.#forget(id, last ?? chaos);
    return soonest(retryMs, msUntilNextPhase(rest, this.#now()));
  }

  /** Returns after how many milliseconds what failed is due again. */
  async #actOnRecords(id: string, chaos: Chaos): Promise<number | undefined> {
    const { desiredPhase } = chaos.status?.experiment ?? {};
    const known = this.#backOffs.get(id);
    const backOff = known?.desiredPhase === desiredPhase ? known : undefined;
    const waitMs = (backOff?.until ?? 0) - this.#now().getTime();
    if (waitMs > 0) return waitMs;
    if ((await this.#records.run(chaos)) === 0) return void this.#backOffs.delete(id);
    const failures = (backOff?.failures ?? 0) + 1;
    const delayMs = Math.min(firstRetryMs * 2 ** (failures - 1), slowestRetryMs);
    this.#backOffs.set(id, { failures, until: this.#now().getTime() + delayMs, desiredPhase });
    return delayMs;
  }

  /** Returns the experiment as it is then; undefined: it is gone. */
  async #write(chaos: Chaos, write: Write | undefined): Promise<Chaos | undefined> {
    if (write === undefined) return chaos;
    const { experiments } = this.#options;
    for (const event of write.before) experiments.tell(chaos, write.component, event);
    const written = await experiments.update(chaos, write.change);
    for (const event of write.after) experiments.tell(chaos, write.component, event);
    return written;
  }

  #find(id: string): Chaos | undefined | Promise<Chaos | undefined> {
    return this.#options.experiments.find(id);
  }

  #now(): Date {
    return this.#options.now();
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
