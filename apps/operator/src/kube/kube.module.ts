import { KubeConfig } from '@kubernetes/client-node';
import { type DynamicModule, Module } from '@nestjs/common';
import type { OperatorConfig } from '../config.js';
import { KubeClient } from './kube-client.js';

/** The way to the Kubernetes API: $KUBECONFIG, or the service account of the pod. */
@Module({})
export class KubeModule {
  static with({ namespace }: OperatorConfig): DynamicModule {
    const useFactory = () => {
      const config = new KubeConfig();
      config.loadFromDefault();
      return new KubeClient(config, namespace ?? namespaceOf(config));
    };
    const providers = [{ provide: KubeClient, useFactory }];
    return { module: KubeModule, global: true, providers, exports: providers };
  }
}

function namespaceOf(config: KubeConfig): string {
  return config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
}
