import { Controller, Get, HttpStatus, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import {
  type HealthCheckResult,
  HealthCheckService,
  HealthIndicatorService,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { type HealthCheck, HealthChecks } from './health-checks.js';
import { type HealthReport, healthReport, rounded } from './health-report.js';

/** Less than the time-out of a readiness probe, so that the probe gets an answer with a reason. */
const checkTimeoutMs = 1000;

/**
 * How the service is: `/health/` for people, `live` to be restarted if it hangs, `ready` to be sent requests.
 */
@Controller('health')
export class HealthController {
  readonly #haveSucceeded = new Set<HealthCheck>();

  constructor(
    @Inject(HealthChecks) private readonly checks: HealthChecks,
    @Inject(HealthCheckService) private readonly terminus: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
  ) {}

  @Get()
  all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.#report(this.checks.all, reply);
  }

  /** Looks at nothing else: restarting this process would not mend a dependency. */
  @Get('live')
  live(): HealthReport {
    return { status: 'Healthy', checks: [], totalDuration: 0 };
  }

  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.#report(
      this.checks.all.filter((check) => this.#decidesReadiness(check)),
      reply,
    );
  }

  async #report(checks: readonly HealthCheck[], reply: FastifyReply): Promise<HealthReport> {
    const start = performance.now();
    const result = await this.#result(checks);
    if (result.status !== 'ok') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return healthReport(result, performance.now() - start);
  }

  #decidesReadiness(check: HealthCheck): boolean {
    return check.readiness === 'once' ? !this.#haveSucceeded.has(check) : check.readiness;
  }

  /** Terminus throws when something is down; the result is in what it throws. */
  async #result(checks: readonly HealthCheck[]): Promise<HealthCheckResult> {
    try {
      return await this.terminus.check(checks.map((check) => () => this.#attempt(check)));
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  async #attempt(health: HealthCheck): Promise<HealthIndicatorResult> {
    const start = performance.now();
    const result = await this.indicators
      .check(health.name)
      .attempt(async ({ signal }) => ({ description: await this.#describe(health, signal) }))
      .withTimeout(checkTimeoutMs);
    return { [health.name]: { ...result[health.name]!, duration: rounded(performance.now() - start) } };
  }

  async #describe(health: HealthCheck, signal: AbortSignal): Promise<string> {
    const description = await health.check(signal);
    this.#haveSucceeded.add(health);
    return description;
  }
}
