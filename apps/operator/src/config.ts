import { type Config, duration, serviceVariables, variable } from '@chaos-workshop/service-kit';
import { z } from 'zod';

export const variables = {
  ...serviceVariables,
  /** Whose experiments it runs; the one of the kubeconfig unless told otherwise. */
  namespace: variable('POD_NAMESPACE', z.string().optional()),
  /** How long a fault stays that nobody renews … */
  leaseMs: variable('FAULT_LEASE', duration('15s')),
  /** … and how often each is renewed. */
  renewMs: variable('FAULT_RENEWAL', duration('3s')),
};

export type OperatorConfig = Config<typeof variables>;
