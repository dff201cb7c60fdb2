import { z } from 'zod';
import type { Config } from './load-config.js';
import { choice, duration, variable, wholeNumber } from './variables.js';

/** What every service finds in its environment. */
export const serviceVariables = {
  /** Only this machine can connect unless told otherwise. */
  host: variable('HOST', z.string().prefault('127.0.0.1')),
  port: variable('PORT', wholeNumber({ min: 0, max: 65_535 }, 8080)),
  logLevel: variable('LOG_LEVEL', choice(['debug', 'info', 'warn', 'error'], 'info')),
  /** How long a service that shuts down says "not ready" before it stops listening. */
  drainMs: variable('DRAIN', duration('1s')),
  /** How long a shutdown may take before the process ends regardless. */
  shutdownLimitMs: variable('SHUTDOWN_LIMIT', duration('15s')),
};

export type ServiceConfig = Config<typeof serviceVariables>;
