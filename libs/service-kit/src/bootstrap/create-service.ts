import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-variables.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { ValidationPipe } from '../errors/validation.pipe.js';
import { HealthModule } from '../health/health.module.js';
import { JsonLogger } from '../logging/json-logger.js';
import { logRequests } from '../logging/log-requests.js';
import { nameRoutes } from '../telemetry/name-routes.js';
import { stopTelemetry } from '../telemetry/stop-telemetry.js';
import { Farewell, sayFarewell } from './farewell.js';

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
  const farewell = new Farewell();
  const providers = [{ provide: Farewell, useValue: farewell }];
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ServiceModule, imports, providers },
    fastify(farewell),
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

function fastify(farewell: Farewell): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    requestTimeout: 10_000,
    routerOptions: { ignoreTrailingSlash: true },
  });
  sayFarewell(adapter.getInstance(), farewell);
  nameRoutes(adapter.getInstance());
  logRequests(adapter.getInstance());
  return adapter;
}
