// The figures of a load as lines for people.
import type { LoadSummary } from './figures.js';

export function wordsOf(summary: LoadSummary): string[] {
  const { orders, failed, attempts, failedAttempts, latencyMs, longestGapMs, tookMs, audit } = summary;
  const reasons = Object.entries(failedAttempts).map(([why, count]) => `${count} × ${why}`);
  const latency = latencyMs
    ? `p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms, p99 ${latencyMs.p99} ms, max ${latencyMs.max} ms`
    : 'no order was placed';
  return [
    `${summary.passed ? '✓' : '✗'} ${orders} orders in ${(tookMs / 1_000).toFixed(1)} s, ${failed} failed`,
    `  attempts     ${attempts}${reasons.length > 0 ? `, of which failed: ${reasons.join(', ')}` : ', none failed'}`,
    `  latency      ${latency}`,
    `  longest gap  ${longestGapMs} ms without an order placed`,
    ...(audit
      ? [
          `  audit        ${audit.lost} lost, ${audit.doubled} doubled, ${audit.wrong} wrong; loyalty: ${audit.uncounted} uncounted, ${audit.overcounted} overcounted`,
          ...audit.findings.slice(0, 10).map((finding) => `    ${finding}`),
        ]
      : []),
    ...(summary.auditFailure ? [`  ${summary.auditFailure}`] : []),
  ];
}
