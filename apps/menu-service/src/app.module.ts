import { Database, DatabaseModule } from '@chaos-workshop/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import type { MenuConfig } from './config.js';
import { ProductsController } from './products/products.controller.js';
import { schema } from './products/schema.js';

@Module({})
export class AppModule {
  static with(config: MenuConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [DatabaseModule.with(new Database(config.mysqlUrl, schema))],
      controllers: [ProductsController],
    };
  }
}
