import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ServiceConfig } from '../config/service-variables.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { ValidationPipe } from '../errors/validation.pipe.js';
import { HealthModule } from '../health/health.module.js';
import { JsonLogger } from '../logging/json-logger.js';
import { logRequests } from '../logging/log-requests.js';
import { nameRoutes } from '../telemetry/name-routes.js';
import { stopTelemetry } from '../telemetry/stop-telemetry.js';

const maxBodyBytes = 64 * 1024;

@Module({})
class ServiceModule implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<void> {
    return stopTelemetry();
  }
}

/**
 * A service that listens: what all services have in common around the modules of this one. Port 0 takes a
 * free one.
 */
export async function createService(
  module: DynamicModule,
  config: ServiceConfig,
): Promise<NestFastifyApplication> {
  const imports = [HealthModule.with(config), module];
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ServiceModule, imports },
    fastify(),
    {
      logger: new JsonLogger(config.logLevel),
      abortOnError: false,
    },
  );
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(config.port, config.host);
  return app;
}

function fastify(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    requestTimeout: 10_000,
    routerOptions: { ignoreTrailingSlash: true },
  });
  closeConnectionsAtEnd(adapter.getInstance());
  nameRoutes(adapter.getInstance());
  logRequests(adapter.getInstance());
  return adapter;
}

/**
 * A connection that is kept for more requests would hold up the end: once nothing new is taken, each answer
 * closes its own.
 */
function closeConnectionsAtEnd(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (_request, reply) => {
    if (!fastify.server.listening) reply.header('connection', 'close');
  });
}
