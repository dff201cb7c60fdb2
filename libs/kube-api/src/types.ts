export type * from './types/meta.js';
export type * from './types/pods.js';
export type * from './types/workloads.js';
export type * from './types/network.js';
export type * from './types/cluster.js';
export type * from './types/custom-resource-definition.js';
