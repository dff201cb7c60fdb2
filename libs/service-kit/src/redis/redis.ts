import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/**
 * A Redis client that fails fast: a command takes at most `commandTimeoutMs`, none waits for a connection,
 * and the connection comes back by itself. Whoever uses it must be able to do without.
 */
export function failFastRedis(url: string, commandTimeoutMs = 250): Redis {
  const logger = new Logger('redis');
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 1000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  redis.on('ready', () => logger.log('connected'));
  redis.on('close', () => logger.warn('not connected'));
  redis.on('error', (error: Error) => logger.debug(error.message)); // without a listener it would end the process
  return redis;
}
