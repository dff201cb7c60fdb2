import { Resources } from '../resources/resources.js';
import type { ApiServer } from '../server/api-server.js';
import { Store } from '../store/store.js';
import type { KubeObject } from '../types.js';
import { applyInProcess } from './apply-in-process.js';
import { Writes } from './writes.js';

/**
 * Creates an object or brings it to what the manifest says, in process, through defaults and validation; with an
 * ApiServer through its admission too. Throws StatusError as the API would answer.
 */
export function applyManifest(target: Store | ApiServer, manifest: KubeObject): KubeObject {
  if (!(target instanceof Store)) return target.apply(manifest);
  const setting = { store: target, resources: new Resources(target), writes: new Writes(target) };
  return applyInProcess(setting, manifest);
}
