import {
  choice,
  type Config,
  duration,
  httpUrl,
  mysqlUrl,
  redisUrl,
  serviceVariables,
  variable,
  wholeNumber,
} from '@chaos-workshop/service-kit';

/**
 * How the reference calls menu and loyalty. Sized for neighbours that fail nearly every other time and take
 * up to two seconds.
 */
const resilience = {
  /** The answer to a customer, good or bad, comes within this. */
  requestDeadlineMs: variable('REQUEST_DEADLINE', duration('8s')),
  attemptTimeoutMs: variable('ATTEMPT_TIMEOUT', duration('2500ms')),
  attempts: variable('ATTEMPTS', wholeNumber({ min: 1, max: 100 }, 6)),
  backoffBaseMs: variable('BACKOFF_BASE', duration('50ms')),
  backoffMaxMs: variable('BACKOFF_MAX', duration('500ms')),
  /** Retries that may be made beyond one a call. */
  retryReserve: variable('RETRY_RESERVE', wholeNumber({ min: 0, max: 10_000 }, 20)),
  circuitFailurePercent: variable('CIRCUIT_FAILURE_PERCENT', wholeNumber({ min: 1, max: 99 }, 80)),
  circuitMinimumCalls: variable('CIRCUIT_MINIMUM_CALLS', wholeNumber({ min: 1, max: 10_000 }, 30)),
  circuitWindowMs: variable('CIRCUIT_WINDOW', duration('10s')),
  circuitOpenMs: variable('CIRCUIT_OPEN', duration('3s')),
  bulkheadConcurrent: variable('BULKHEAD_CONCURRENT', wholeNumber({ min: 1, max: 10_000 }, 50)),
  bulkheadQueued: variable('BULKHEAD_QUEUED', wholeNumber({ min: 0, max: 10_000 }, 100)),
  /** A price younger than this is used without asking the menu … */
  priceFreshMs: variable('PRICE_FRESH', duration('10s')),
  /** … one younger than this when the menu is away … */
  priceStaleMs: variable('PRICE_STALE', duration('60m')),
  /** … and this is how long the menu may take to come back while there is such a price. */
  menuPatienceMs: variable('MENU_PATIENCE', duration('3s')),
  /** How often to look for orders that loyalty was not told about. */
  relayIntervalMs: variable('RELAY_INTERVAL', duration('500ms')),
};

export const variables = {
  ...serviceVariables,
  variant: variable('VARIANT', choice(['starter', 'reference'], 'starter')),
  mysqlUrl: variable('MYSQL_URL', mysqlUrl('mysql://workshop:password@127.0.0.1:3306/orders')),
  redisUrl: variable('REDIS_URL', redisUrl('redis://127.0.0.1:6379')),
  menuUrl: variable('MENU_URL', httpUrl('http://127.0.0.1:8081')),
  loyaltyUrl: variable('LOYALTY_URL', httpUrl('http://127.0.0.1:8082')),
  ...resilience,
};

export type OrderConfig = Config<typeof variables>;
