import type { HealthIndicatorResult } from '@nestjs/terminus';

export type HealthStatus = 'Healthy' | 'Unhealthy';

/** How the workshop reports health; durations in milliseconds. */
export interface HealthReport {
  status: HealthStatus;
  checks: { name: string; status: HealthStatus; description: string; duration: number }[];
  totalDuration: number;
}

/** Shapes the result of terminus. A service that shuts down is unhealthy, whatever its dependencies say. */
export function healthReport(
  result: { status: string; details: HealthIndicatorResult },
  totalDuration: number,
): HealthReport {
  const checks = Object.entries(result.details).map(([name, details]) => ({
    name,
    status: details.status === 'up' ? ('Healthy' as const) : ('Unhealthy' as const),
    description: String(details['description'] ?? details['message'] ?? ''),
    duration: Number(details['duration'] ?? details['responseTime'] ?? 0),
  }));
  if (result.status === 'shutting_down') {
    checks.unshift({
      name: 'shutdown',
      status: 'Unhealthy',
      description: 'The service is shutting down.',
      duration: 0,
    });
  }
  return {
    status: result.status === 'ok' ? 'Healthy' : 'Unhealthy',
    checks,
    totalDuration: rounded(totalDuration),
  };
}

/** As precise as the clock is honest: a ten-thousandth of a millisecond. */
export function rounded(ms: number): number {
  return Math.round(ms * 10_000) / 10_000;
}
