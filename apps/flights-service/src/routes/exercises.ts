import {
  CircuitBreaker,
  type CircuitState,
  compose,
  type Policy,
  retry,
  timeout,
} from '@chaos-workshop/resilience';
import type { HealthCheck } from '@chaos-workshop/service-kit';
import { Logger } from '@nestjs/common';
import type { FlightsConfig } from '../config.js';

const logger = new Logger('routes');

/** What stands between a request and the database. */
export interface Protection {
  policy: Policy;
  healthChecks: readonly HealthCheck[];
}

/** Nothing at first, and one thing more with each exercise; from the outside in: circuit breaker, retries, time-out. */
export function protectionOf(config: FlightsConfig): Protection {
  const { exercise } = config;
  const policies: Policy[] = [];
  const healthChecks: HealthCheck[] = [];
  if (exercise >= 2) policies.unshift(timeout(config.queryTimeoutMs));
  if (exercise >= 3) policies.unshift(retries(config));
  if (exercise >= 4) {
    const circuit = circuitBreaker(config);
    policies.unshift(circuit);
    if (exercise >= 5) healthChecks.push(circuitCheck(circuit));
  }
  return { policy: compose(...policies), healthChecks };
}

/** Exact and not by chance, so that the delays in the log can be read. */
function retries({ retries, backoffBaseMs }: FlightsConfig): Policy {
  return retry({
    attempts: retries + 1,
    backoff: (failedAttempts) => backoffBaseMs * 2 ** (failedAttempts - 1),
    onRetry: ({ error, ...retry }) => logger.warn({ msg: 'retry', ...retry, cause: causeOf(error) }),
  });
}

const news: Record<CircuitState, string> = {
  Open: 'circuit open',
  HalfOpen: 'circuit half-open',
  Closed: 'circuit reset',
};

function circuitBreaker({ circuitFailures, circuitOpenMs }: FlightsConfig): CircuitBreaker {
  return new CircuitBreaker({
    name: 'mysql',
    consecutiveFailures: circuitFailures,
    openMs: circuitOpenMs,
    onChange: (state) => logger.warn({ msg: news[state] }),
  });
}

function circuitCheck(circuit: CircuitBreaker): HealthCheck {
  const check = () => {
    const description = `Circuit breaker is currently ${circuit.state}.`;
    if (circuit.state === 'Open') throw new Error(description);
    return description;
  };
  return { name: 'circuitBreaker', readiness: false, check };
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
