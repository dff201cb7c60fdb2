// A report as a run of the demo could make it, for the tests of the report.
import type { CustomerEvent, Summary } from '../customer.ts';
import type { FaultWindow } from '../demo/chaos.ts';
import type { Act } from '../demo/acts.ts';
import type { Report } from './story.ts';

const zero = Date.parse('2026-11-22T12:00:00.000Z');
const sizes = [1, 1, 2, 2, 2, 3] as const;

export const clean = {
  clean: true,
  lost: 0,
  doubled: 0,
  wrong: 0,
  uncounted: 0,
  overcounted: 0,
  findings: [],
};
export const dirty = {
  ...clean,
  clean: false,
  doubled: 2,
  findings: ['order <b>: 4 fries is in the store once more than ordered'],
};

export function sampleReport(): Report {
  const fair = act('starter, fair weather', 'starter', { status: 'passed', faults: [], attempts: 1 });
  const broken = act('starter, chaos', 'starter', { status: 'failed', faults: storm(), attempts: 4 });
  const repaired = act('reference, chaos', 'reference', { status: 'passed', faults: storm(), attempts: 3 });
  return {
    acts: [fair, broken, repaired],
    seed: 7,
    place: 'a lab',
    startedAt: new Date(zero),
    tookMs: 71_000,
  };
}

export function act(
  title: string,
  variant: Act['variant'],
  { status, faults, attempts }: { status: 'passed' | 'failed'; faults: FaultWindow[]; attempts: number },
): Act {
  const passed = status === 'passed';
  const summary: Summary = {
    battery: 'complete',
    passed,
    tests: passed ? { passed: 6, failed: 0, skipped: 0 } : { passed: 4, failed: 2, skipped: 0 },
    attempts: attempts * 6,
    tookMs: 1_500 * attempts * 3,
    audit: passed ? clean : dirty,
  };
  return { title, variant, faults, summary, events: events(passed, attempts, summary) };
}

function events(passed: boolean, attempts: number, summary: Summary): CustomerEvent[] {
  const at = (ms: number) => new Date(zero + ms).toISOString();
  const tests = sizes.flatMap((customer, index): CustomerEvent[] => {
    const test = index + 1;
    const earlier = sizes.slice(0, index).filter((other) => other === customer).length;
    const start = 200 + earlier * attempts * 1_500;
    const told = { test, customer, items: [{ id: 'fries', quantity: 2 }] };
    const right = passed || index % 3 !== 2;
    const finding = {
      name: 'number of orders' as const,
      passed: right,
      expected: '2',
      actual: right ? '2' : '3',
    };
    return [
      { event: 'test-started', ...told, traceId: 'abc', at: at(start) },
      ...Array.from({ length: attempts }, (_, attempt): CustomerEvent => {
        const last = attempt === attempts - 1;
        const outcome = last ? { status: 201 } : { status: 503, againInMs: 250 };
        const end = at(start + attempt * 1_450 + 1_200);
        return { event: 'attempt', test, attempt: attempt + 1, tookMs: 1_200, ...outcome, at: end };
      }),
      {
        event: 'test',
        ...told,
        status: right ? 'passed' : 'failed',
        attempts,
        tookMs: attempts * 1_450,
        findings: [finding],
        at: at(start + attempts * 1_450),
      },
    ];
  });
  const first: CustomerEvent = {
    event: 'battery',
    battery: 'complete',
    tests: 6,
    customers: 3,
    orders: 'http://127.0.0.1:30080',
    seed: 7,
    at: at(0),
  };
  return [first, ...tests, { event: 'summary', ...summary, at: at(summary.tookMs + 500) }];
}

function storm(): FaultWindow[] {
  const fault = (name: string, kind: string, from: number, to = from, injected = 1): FaultWindow => ({
    name,
    kind,
    type: { apiVersion: 'chaos-mesh.org/v1alpha1', kind: kind.split(' ')[0]! },
    from: zero + from,
    to: zero + to,
    injected,
  });
  return [
    fault('seed-order', 'HTTPFault', -600, 14_000, 41),
    fault('seed-menu', 'HTTPFault', -600, 14_000, 17),
    fault('order-kill', 'PodChaos pod-kill', 2_000),
    fault('mysql-down', 'PodChaos pod-failure', 4_000, 9_000),
  ];
}
