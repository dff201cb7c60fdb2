import { HealthChecks } from '@chaos-workshop/service-kit';
import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { OperatorConfig } from '../config.js';
import { KubeClient } from '../kube/kube-client.js';
import { HttpFaults } from './http-faults.js';

@Module({})
export class HttpFaultsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #faults: HttpFaults;

  constructor(@Inject(HttpFaults) faults: HttpFaults, @Inject(HealthChecks) health: HealthChecks) {
    this.#faults = faults;
    health.add({ name: 'kubernetes', readiness: true, check: () => isInTouch(faults) });
  }

  static with(config: OperatorConfig): DynamicModule {
    const logger = new Logger('HTTPFault');
    const useFactory = (client: KubeClient) =>
      new HttpFaults({ client, config, log: (line) => logger.warn(line) });
    const provider = { provide: HttpFaults, useFactory, inject: [KubeClient] };
    return { module: HttpFaultsModule, providers: [provider] };
  }

  /** Not awaited: whoever asks for its health is told how far it is. */
  onApplicationBootstrap(): void {
    void this.#faults.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#faults.stop();
  }
}

function isInTouch({ problem }: HttpFaults): string {
  if (problem !== undefined) throw new Error(problem);
  return 'watching pods and HTTPFaults';
}
