import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HealthChecks } from '../health/health-checks.js';
import { Database } from './database.js';
import { Schema } from './schema.js';

/** Gives a service its Database, brings the schema into shape in the background, and reports it as the health check `mysql`. */
@Module({})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static with({ database, schema }: { database: Database; schema: readonly string[] }): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useValue: database },
        { provide: Schema, useValue: new Schema(database, schema) },
      ],
      exports: [Database],
    };
  }

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Schema) private readonly schema: Schema,
    @Inject(HealthChecks) healthChecks: HealthChecks,
  ) {
    healthChecks.add({ name: 'mysql', readiness: true, check: (signal) => this.#check(signal) });
  }

  onApplicationBootstrap(): void {
    void this.schema.apply();
  }

  async onApplicationShutdown(): Promise<void> {
    this.schema.stop();
    await this.database[Symbol.asyncDispose]();
  }

  async #check(signal: AbortSignal): Promise<string> {
    await this.database.rows('SELECT 1', [], signal);
    if (!this.schema.isApplied) throw new Error('The database answers, but its tables are not there yet.');
    return 'The database answers.';
  }
}
