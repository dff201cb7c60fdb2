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
import type { Variant } from './orders/variant.js';
import { reference } from './reference/reference.js';
import { starter } from './starter/starter.js';

const variants = { starter, reference };

@Module({})
export class AppModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static with(config: OrderConfig): DynamicModule {
    const database = new Database(config.mysqlUrl);
    const variant = variants[config.variant](config, database);
    return {
      module: AppModule,
      imports: [DatabaseModule.with({ database, schema: variant.schema })],
      controllers: [OrdersController],
      providers: [{ provide: 'variant', useValue: variant }],
    };
  }

  constructor(
    @Inject('variant') private readonly variant: Variant,
    @Inject(HealthChecks) healthChecks: HealthChecks,
  ) {
    variant.healthChecks?.forEach((check) => healthChecks.add(check));
  }

  onApplicationBootstrap(): void {
    this.variant.start?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.variant.stop?.();
  }
}
