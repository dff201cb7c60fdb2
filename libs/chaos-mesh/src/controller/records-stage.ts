import { isDeepStrictEqual } from 'node:util';
import { refusalOf } from '../admission/admit.js';
import { seedAnnotation } from '../annotations.js';
import { type ChaosEvent, failed, updated } from '../lifecycle/events.js';
import { operationFor, type Outcome, settle } from '../lifecycle/records.js';
import { followTargets } from '../selector/follow-targets.js';
import { seededRandom } from '../selector/seeded-random.js';
import { selectRecords } from '../selector/select-records.js';
import type { Chaos, ChaosRecord, OperationName, Random } from '../types.js';
import type { Experiments } from './experiments.js';
import type { Injector, Target } from './injector.js';
import { drawSeed, seedOf } from './seed.js';

export interface RecordsStageOptions {
  experiments: Experiments;
  injectorOf: (chaos: Chaos) => Injector;
  /** Where the seeds of experiments come from that have none of their own. */
  random: Random;
  now: () => Date;
}

/** What became of a record in one pass. */
interface Step {
  record: ChaosRecord;
  news: ChaosEvent[];
  hasFailed: boolean;
}

interface Selection {
  records: ChaosRecord[];
  seed: number;
}

/** The step of the lifecycle that acts: selects targets once, then brings every record to where it should be. */
export class RecordsStage {
  readonly #options: RecordsStageOptions;

  constructor(options: RecordsStageOptions) {
    this.#options = options;
  }

  /** Returns how many operations failed. */
  async run(chaos: Chaos): Promise<number> {
    const selection = await this.#select(chaos);
    if (selection === undefined) return 0;
    const before = withSeed(chaos, selection.seed);
    const steps = await this.#operate(before, selection.records);
    const records = steps.map(({ record }) => record);
    for (const event of steps.flatMap(({ news }) => news))
      this.#options.experiments.tell(chaos, 'records', event);
    await this.#options.injectorOf(before).maintain?.({ chaos: before, records });
    if (!isDeepStrictEqual(records, chaos.status?.experiment.containerRecords))
      await this.#write(before, records);
    return steps.filter(({ hasFailed }) => hasFailed).length;
  }

  /** Undefined: nothing could be selected. Nothing is stored then, and only another change brings another try. */
  async #select(chaos: Chaos): Promise<Selection | undefined> {
    const seed = seedOf(chaos) ?? drawSeed(this.#options.random);
    const cluster = await this.#options.experiments.cluster();
    const known = chaos.status?.experiment.containerRecords;
    if (known !== undefined) return { records: followTargets(chaos, known, cluster), seed };
    try {
      const refusal = refusalOf(chaos);
      if (refusal !== undefined) throw new Error(refusal);
      return { records: selectRecords(chaos, cluster, seededRandom(seed)), seed };
    } catch (error) {
      this.#options.experiments.tell(chaos, 'records', failed('select targets', (error as Error).message));
      return undefined;
    }
  }

  async #operate(chaos: Chaos, records: ChaosRecord[]): Promise<Step[]> {
    const steps: Step[] = [];
    for (const record of records) {
      const operation = operationFor(chaos.status?.experiment.desiredPhase, record.phase);
      if (operation === undefined) {
        steps.push({ record, news: [], hasFailed: false });
        continue;
      }
      const outcome = await this.#attempt(operation, { chaos, record, records });
      const settled = settle(record, operation, outcome, this.#options.now());
      steps.push({ ...settled, hasFailed: 'error' in outcome });
    }
    return steps;
  }

  async #attempt(operation: OperationName, target: Target): Promise<Outcome> {
    const injector = this.#options.injectorOf(target.chaos);
    try {
      return { phase: await (operation === 'Apply' ? injector.apply(target) : injector.recover(target)) };
    } catch (error) {
      return { phase: target.record.phase, error: (error as Error).message };
    }
  }

  async #write(chaos: Chaos, records: ChaosRecord[]): Promise<void> {
    const { experiments } = this.#options;
    const written = await experiments.update(chaos, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, ...seedAnnotationOf(chaos) };
      const experiment = { ...draft.status?.experiment, containerRecords: records };
      draft.status = { ...draft.status, ...instancesOf(draft, records), experiment };
    });
    if (written !== undefined) experiments.tell(written, 'records', updated('records'));
  }
}

/** The real kinds that act through an object for each pod count its generations: one more for each time it waits. */
function instancesOf(
  { kind, status }: Chaos,
  records: ChaosRecord[],
): { instances?: Record<string, number> } {
  const waiting = records.filter(({ phase }) => phase.endsWith('/Wait'));
  if (waiting.length === 0 || (kind !== 'NetworkChaos' && kind !== 'HTTPChaos')) return {};
  const instances = status?.instances ?? {};
  const raised = waiting.map(({ id }) => [id, (instances[id] ?? 0) + 1] as const);
  return { instances: { ...instances, ...Object.fromEntries(raised) } };
}

function withSeed(chaos: Chaos, seed: number): Chaos {
  const annotations = { ...chaos.metadata.annotations, [seedAnnotation]: String(seed) };
  return { ...chaos, metadata: { ...chaos.metadata, annotations } };
}

function seedAnnotationOf({ metadata }: Chaos): Record<string, string> {
  const seed = metadata.annotations?.[seedAnnotation];
  return seed === undefined ? {} : { [seedAnnotation]: seed };
}
