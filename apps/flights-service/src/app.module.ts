import { Database, DatabaseModule, HealthChecks } from '@chaos-workshop/service-kit';
import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import type { FlightsConfig } from './config.js';
import { schema } from './data/schema.js';
import { type Protection, protectionOf } from './routes/exercises.js';
import { FlightRoutes } from './routes/flight-routes.js';
import { RoutesController } from './routes/routes.controller.js';

@Module({})
export class AppModule implements OnModuleInit {
  static with(config: FlightsConfig): DynamicModule {
    const database = new Database(config.mysqlUrl, schema, {
      connections: 10,
      timeoutMs: patienceMs(config),
    });
    const protection = protectionOf(config);
    return {
      module: AppModule,
      // Without its data it cannot begin; what it answers when the database is away is what the exercises are about.
      imports: [DatabaseModule.with(database, 'once')],
      controllers: [RoutesController],
      providers: [
        { provide: 'protection', useValue: protection },
        { provide: FlightRoutes, useValue: new FlightRoutes(database, protection.policy) },
      ],
    };
  }

  constructor(
    @Inject('protection') private readonly protection: Protection,
    @Inject(HealthChecks) private readonly healthChecks: HealthChecks,
  ) {}

  /** After the check of the database has been added. */
  onModuleInit(): void {
    this.protection.healthChecks.forEach((check) => this.healthChecks.add(check));
  }
}

/** The naive exercise hangs as long as drivers do by themselves; in the others this is behind their own time-out. */
function patienceMs({ exercise, queryTimeoutMs }: FlightsConfig): number {
  return exercise === 1 ? 30_000 : Math.max(3000, 2 * queryTimeoutMs);
}
