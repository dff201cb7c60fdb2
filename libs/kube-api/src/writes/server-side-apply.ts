import type { Resources, ServedResource } from '../resources/resources.js';
import { StatusError } from '../status-error.js';
import type { Store } from '../store/store.js';
import type { ObjectKey } from '../types.js';
import type { WriteOptions, Written } from './write-options.js';
import type { Writes } from './writes.js';

export interface Applying {
  resource: ServedResource;
  key: ObjectKey;
  manifest: unknown;
  force: boolean;
}

export function applyServerSide(
  _api: { store: Store; resources: Resources; writes: Writes },
  _applying: Applying,
  _options: WriteOptions,
): Written & { isNew: boolean } {
  throw new StatusError(501, 'NotImplemented', 'server-side apply is not built yet');
}
