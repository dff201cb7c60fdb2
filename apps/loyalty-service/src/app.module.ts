import { Database, DatabaseModule } from '@chaos-workshop/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import type { LoyaltyConfig } from './config.js';
import { AssertionsController } from './loyalty/assertions.controller.js';
import { LoyaltyController } from './loyalty/loyalty.controller.js';
import { KnownOrders } from './loyalty/known-orders.js';
import { schema } from './loyalty/schema.js';

@Module({})
export class AppModule {
  static with(config: LoyaltyConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [DatabaseModule.with(new Database(config.mysqlUrl, schema))],
      controllers: [LoyaltyController, AssertionsController],
      providers: [KnownOrders],
    };
  }
}
