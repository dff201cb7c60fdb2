import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type HealthCheck, HealthChecks } from '../health/health-checks.js';
import { Database } from './database.js';
import { SchemaKeeper } from './schema-keeper.js';

/** Gives a service its Database, sees to its schema, and reports it as the health check `mysql`. */
@Module({})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #schemaKeeper: SchemaKeeper;

  /** `readiness`: that of the health check. */
  static with(database: Database, readiness: HealthCheck['readiness'] = true): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useValue: database },
        { provide: 'readiness', useValue: readiness },
      ],
      exports: [Database],
    };
  }

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(HealthChecks) healthChecks: HealthChecks,
    @Inject('readiness') readiness: HealthCheck['readiness'],
  ) {
    this.#schemaKeeper = new SchemaKeeper(database);
    healthChecks.add({ name: 'mysql', readiness, check: (signal) => this.#check(signal) });
  }

  onApplicationBootstrap(): void {
    void this.#schemaKeeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#schemaKeeper.stop();
    await this.database[Symbol.asyncDispose]();
  }

  /** Describes nothing while all is well, as in the seed workshop. */
  async #check(signal: AbortSignal): Promise<string> {
    await this.database.rows('SELECT 1', [], signal);
    return '';
  }
}
