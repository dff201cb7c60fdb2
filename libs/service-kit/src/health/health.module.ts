import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthChecks } from './health-checks.js';
import { HealthController } from './health.controller.js';

@Module({})
export class HealthModule {
  /** `drainMs`: how long the service says "not ready" on SIGTERM before it stops listening. */
  static with(options: { drainMs: number }): DynamicModule {
    return {
      module: HealthModule,
      global: true,
      imports: [TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: options.drainMs })],
      controllers: [HealthController],
      providers: [HealthChecks],
      exports: [HealthChecks],
    };
  }
}
