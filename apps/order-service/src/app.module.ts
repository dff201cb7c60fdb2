import { Database, DatabaseModule, HealthChecks } from '@chaos-workshop/service-kit';
import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { OrderConfig } from './config.js';
import { OrdersController } from './orders/orders.controller.js';
import type { Parts } from './orders/variant.js';
import { reference } from './reference/reference.js';
import { starter } from './starter/starter.js';

const variants = { starter, reference };

@Module({})
export class AppModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static with(config: OrderConfig): DynamicModule {
    const variant = variants[config.variant];
    const database = new Database(config.mysqlUrl, variant.schema);
    return {
      module: AppModule,
      imports: [DatabaseModule.with(database)],
      controllers: [OrdersController],
      providers: [{ provide: 'parts', useValue: variant.build(config, database) }],
    };
  }

  constructor(
    @Inject('parts') private readonly parts: Parts,
    @Inject(HealthChecks) healthChecks: HealthChecks,
  ) {
    parts.healthChecks?.forEach((check) => healthChecks.add(check));
  }

  onApplicationBootstrap(): void {
    this.parts.start?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parts.stop?.();
  }
}
