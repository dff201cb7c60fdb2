import type { KubeObject } from '../types.js';

export interface AdmissionRequest {
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  /** Defaulted and valid by its schema; frozen. On DELETE what is to be deleted. */
  object: KubeObject;
  oldObject?: KubeObject;
  dryRun: boolean;
}

/**
 * One admission step, run in process in the order given. Returns a changed object (it is validated again),
 * warnings for the client, or nothing; throws StatusError to deny.
 */
export type Admission = (
  request: AdmissionRequest,
) => { object?: KubeObject; warnings?: string[] } | undefined;
