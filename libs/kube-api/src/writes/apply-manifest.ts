import type { ApiServer } from '../server/api-server.js';
import { Store, keyOf } from '../store/store.js';
import type { KubeObject } from '../types.js';

/** Creates an object or brings it to what the manifest says, in process. With an ApiServer: through admission. */
export function applyManifest(target: Store | ApiServer, manifest: KubeObject): KubeObject {
  if (!(target instanceof Store)) return target.apply(manifest);
  const updated = target.update(keyOf(manifest), (draft) => {
    Object.assign(draft, { ...manifest, metadata: { ...draft.metadata, ...manifest.metadata } });
  });
  return updated ?? target.create(manifest);
}
