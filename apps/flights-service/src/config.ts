import {
  type Config,
  duration,
  mysqlUrl,
  serviceVariables,
  variable,
  wholeNumber,
} from '@chaos-workshop/service-kit';

export const variables = {
  ...serviceVariables,
  mysqlUrl: variable('MYSQL_URL', mysqlUrl('mysql://workshop:password@127.0.0.1:3306/flights')),
  /** 1: nothing between a request and the database; 2: a time-out; 3: retries; 4: a circuit breaker; 5: its health. */
  exercise: variable('EXERCISE', wholeNumber({ min: 1, max: 5 }, 1)),
  queryTimeoutMs: variable('QUERY_TIMEOUT', duration('500ms')),
  retries: variable('RETRIES', wholeNumber({ min: 0, max: 100 }, 3)),
  /** Before the first retry; twice as long before each one after it. */
  backoffBaseMs: variable('BACKOFF_BASE', duration('200ms')),
  /** Requests that fail in a row, with all their retries, before the circuit opens. */
  circuitFailures: variable('CIRCUIT_FAILURES', wholeNumber({ min: 1, max: 10_000 }, 3)),
  circuitOpenMs: variable('CIRCUIT_OPEN', duration('10s')),
};

export type FlightsConfig = Config<typeof variables>;
