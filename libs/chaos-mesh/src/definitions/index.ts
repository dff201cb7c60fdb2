import type { CustomResourceDefinition } from '@chaos-workshop/kube-api';
import { elsewhereDefinitions } from './elsewhere.js';
import { httpChaos } from './http-chaos.js';
import { networkChaos } from './network-chaos.js';
import { podChaos } from './pod-chaos.js';

/** All kinds of chaos-mesh.org: those that run here, and those that are refused with a reason. */
export const chaosMeshDefinitions: CustomResourceDefinition[] = [
  networkChaos,
  podChaos,
  httpChaos,
  ...elsewhereDefinitions,
];
