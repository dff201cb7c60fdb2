// What the demo's report says, apart from how it looks.
import type { Act } from '../demo/acts.ts';

export interface Report {
  acts: Act[];
  seed: number;
  startedAt: Date;
  tookMs: number;
  /** Which cluster it was: "a lab", "kind-chaos-workshop, Kubernetes v1.34.4". */
  place: string;
  /** Why the run says nothing either way: a fault never acted. */
  inconclusive?: string;
  /** Nothing, when the demo showed what it is there to show. */
  complaint?: string;
}

export const headline = 'The restaurant under chaos';

export function verdict({ complaint, inconclusive }: Report): string {
  if (inconclusive) return `Inconclusive: ${inconclusive}.`;
  if (complaint) return `Not as it should be: ${complaint}.`;
  return 'The starter order service fails under chaos; the reference survives it with every order placed exactly once.';
}

/** What went wrong in an act, a sentence each; empty for an act that passed. */
export function troubles({ events, summary }: Act): string[] {
  const failed = events.flatMap((event) => {
    if (event.event !== 'test' || event.status !== 'failed') return [];
    const findings = event.findings.filter(({ passed }) => !passed);
    const said = findings.map(
      ({ name, expected, actual }) => `${name}: expected ${expected}, found ${actual}`,
    );
    return [...said, ...(event.reason ? [event.reason] : [])].map((what) => `Test ${event.test}: ${what}`);
  });
  const audit = summary.audit?.findings ?? (summary.auditFailure ? [summary.auditFailure] : []);
  return [...failed, ...audit.map((finding) => `Audit: ${finding}`)];
}

/** "PodChaos pod-kill order-kill at 2.1 s: 1 pod" */
export function faultLines({ faults, events }: Act): string[] {
  const zero = Date.parse(events[0]!.at);
  const time = (at: number) => `${((at - zero) / 1000).toFixed(1)} s`;
  return faults.map(({ name, kind, from, to, injected }) => {
    const when = from === to ? `at ${time(from)}` : `from ${time(from)} to ${time(to)}`;
    return `${name} (${kind}), ${when}: ${injected} injected`;
  });
}
