// The acts of the demo in their order, and what they have to come to.
import { step } from '../steps.ts';
import { type Act, type ActOptions, play, storm } from './acts.ts';

type Stage = Pick<ActOptions, 'cluster' | 'kubeconfig' | 'seed' | 'signal'>;

/** Chance can spare the starter, about once in 300 storms; then it has to go out again. */
const storms = 3;

export async function show(stage: Stage): Promise<Act[]> {
  const acts = [await act({ ...stage, title: 'starter, fair weather', variant: 'starter', bail: false })];
  for (let count = 0; count < storms; count += 1) {
    acts.push(await act({ ...stage, title: 'starter, chaos', variant: 'starter', bail: true, plan: storm }));
    if (!acts.at(-1)!.summary.passed) break;
  }
  await step({
    what: 'order-service replaced by the reference',
    run: () => stage.cluster.setVariant('order-service', 'reference'),
  });
  acts.push(
    await act({ ...stage, title: 'reference, chaos', variant: 'reference', bail: false, plan: storm }),
  );
  await step({ what: 'no fault is left', run: () => noFaultLeft(stage, acts) });
  return acts;
}

/** What is not as it should be; undefined when the demo has shown what it is there to show. */
export function judge(acts: Act[]): string | undefined {
  const [fair, ...rest] = acts;
  const starters = rest.filter(({ variant }) => variant === 'starter');
  const reference = rest.find(({ variant }) => variant === 'reference');
  if (!fair?.summary.passed) return 'the starter failed in fair weather';
  if (starters.every(({ summary }) => summary.passed)) return 'the starter survived the chaos';
  if (!reference?.summary.passed) return 'the reference did not survive the chaos';
  if (!reference.summary.audit?.clean) return 'the audit of the reference is not clean';
  return undefined;
}

function act(options: ActOptions): Promise<Act> {
  return step({ what: options.title, run: (doing) => play(options, doing), result: inWords });
}

function inWords({ summary: { passed, tests, attempts, audit } }: Act): string {
  const stores = audit ? `; ${audit.lost} lost, ${audit.doubled} doubled, ${audit.wrong} wrong` : '';
  return `${passed ? 'all passed' : `${tests.failed} failed`} (${tests.passed} of 6 orders right, ${attempts} attempts${stores})`;
}

async function noFaultLeft({ cluster }: Stage, acts: Act[]): Promise<void> {
  const kinds = new Map(acts.flatMap(({ faults }) => faults.map(({ type }) => [type.kind, type] as const)));
  for (const type of kinds.values()) {
    const left = await cluster.list(type);
    if (left.length > 0) throw new Error(`${type.kind} ${left.join(', ')} is still there`);
  }
}
