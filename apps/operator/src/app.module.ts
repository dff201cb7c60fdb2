import { type DynamicModule, Module } from '@nestjs/common';
import type { OperatorConfig } from './config.js';
import { HttpFaultsModule } from './http-faults/http-faults.module.js';
import { KubeModule } from './kube/kube.module.js';

/** One module for each kind of resource that this operator obeys. */
@Module({})
export class AppModule {
  static with(config: OperatorConfig): DynamicModule {
    return { module: AppModule, imports: [KubeModule.with(config), HttpFaultsModule.with(config)] };
  }
}
