// The acts of the demo in their order, and what they have to come to.
import { step } from '../steps.ts';
import { type Act, type ActOptions, play, storm } from './acts.ts';

type Script = Pick<ActOptions, 'title' | 'variant' | 'bail' | 'deadline' | 'plan'>;
type Stage = Omit<ActOptions, keyof Script>;

const fair: Script = { title: 'starter, fair weather', variant: 'starter', bail: false, deadline: '60s' };
const broken: Script = {
  title: 'starter, chaos',
  variant: 'starter',
  // One wrong order is enough: nobody has to wait for five more.
  bail: true,
  deadline: '60s',
  plan: storm,
};
const repaired: Script = {
  title: 'reference, chaos',
  variant: 'reference',
  bail: false,
  deadline: '150s',
  plan: storm,
};

/** Chance can spare the starter, about once in 300 storms; then it has to go out again. */
const storms = 3;

/** Files of the faults that are played, whatever else comes along. */
export const faultsOfStorm = [...storm.lasting, ...storm.striking.map(({ file }) => file)];

/** Adds the acts to `acts` as they end, so that those before a failure are known. */
export async function show(stage: Stage, acts: Act[]): Promise<void> {
  const { signal } = stage;
  acts.push(await act(fair, stage));
  for (let count = 0; count < storms; count += 1) {
    const starter = await act(broken, stage);
    acts.push(starter);
    await step({ what: 'database replaced', run: () => freshDatabase(stage), signal });
    if (!starter.summary.passed) break;
  }
  await step({
    what: 'order-service replaced by the reference',
    run: () => stage.cluster.setVariant('order-service', 'reference'),
    signal,
  });
  acts.push(await act(repaired, stage));
  await step({ what: 'no fault is left', run: () => noFaultLeft(stage, acts) });
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

function act(script: Script, stage: Stage): Promise<Act> {
  return step({
    what: script.title,
    run: (doing) => play({ ...stage, ...script }, doing),
    result: inWords,
    signal: stage.signal,
  });
}

function inWords({ summary: { passed, tests, attempts, audit } }: Act): string {
  const stores = audit ? `; ${audit.lost} lost, ${audit.doubled} doubled, ${audit.wrong} wrong` : '';
  return `${passed ? 'all passed' : `${tests.failed} failed`} (${tests.passed} of 6 orders right, ${attempts} attempts${stores})`;
}

/** Kubernetes lets a container that was stopped before wait ever longer; a new pod begins without that past. */
function freshDatabase({ cluster }: Stage): Promise<void> {
  return cluster.replacePod('mysql-0');
}

async function noFaultLeft({ cluster }: Stage, acts: Act[]): Promise<void> {
  const kinds = new Map(acts.flatMap(({ faults }) => faults.map(({ type }) => [type.kind, type] as const)));
  for (const type of kinds.values()) {
    const left = await cluster.list(type);
    const names = left.map(({ metadata }) => metadata.name).join(', ');
    if (left.length > 0) throw new Error(`${type.kind} ${names} is still there`);
  }
}
