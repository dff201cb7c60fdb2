import { collectionRoute } from '../handlers/collection.js';
import { discoveryRoute } from '../handlers/discovery.js';
import { evictionRoute } from '../handlers/eviction.js';
import { healthRoute } from '../handlers/health.js';
import { objectRoute } from '../handlers/object.js';
import { openapiRoute } from '../handlers/openapi.js';
import { podLogRoute } from '../handlers/pod-log.js';
import { reviewRoute } from '../handlers/reviews.js';
import { scaleRoute } from '../handlers/scale.js';
import { upgradeRequiredRoute } from '../handlers/upgrade-required.js';
import { versionRoute } from '../handlers/version.js';
import type { Route } from './call.js';

/** Everything the API answers over plain HTTP; the first that matches handles a request. */
export const routes: readonly Route[] = [
  healthRoute,
  versionRoute,
  discoveryRoute,
  openapiRoute,
  reviewRoute,
  podLogRoute,
  upgradeRequiredRoute,
  evictionRoute,
  scaleRoute,
  objectRoute,
  collectionRoute,
];
