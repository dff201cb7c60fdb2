import { type DynamicModule, Logger } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-variables.js';
import { createService } from './create-service.js';

const signals = ['SIGTERM', 'SIGINT'];

/**
 * Runs a service until it is told to stop. On SIGTERM it says "not ready", waits for that to get round
 * (`drainMs`), stops listening, finishes the requests it has, closes its connections and ends with 0; on
 * SIGINT it skips the wait.
 */
export async function runService(module: DynamicModule, config: ServiceConfig): Promise<void> {
  const logger = new Logger('service');
  try {
    const app = await createService(module, config);
    app.enableShutdownHooks(signals, { useProcessExit: true });
    for (const signal of signals) process.once(signal, () => limitShutdown(signal, config.shutdownLimitMs));
    logger.log({ msg: 'listening', host: config.host, port: Number(new URL(await app.getUrl()).port) });
  } catch (error) {
    logger.error(startError(error as NodeJS.ErrnoException, config));
    process.exit(1);
  }

  function limitShutdown(signal: string, limitMs: number): void {
    logger.log(`${signal}: shutting down`);
    setTimeout(() => process.exit(1), limitMs).unref();
  }
}

function startError(error: NodeJS.ErrnoException, { host, port }: ServiceConfig): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(
    `port ${port} on ${host} is taken: set PORT to another one, or end the process that holds it`,
  );
}
