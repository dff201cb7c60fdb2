import type { Route } from '../server/call.js';
import { keyOfTarget } from '../server/call.js';
import { readJson } from '../server/body.js';
import { respondJson } from '../server/respond.js';
import { isJsonObject } from '../store/json.js';
import { deleteOptionsOf } from './delete-options.js';

/** Eviction deletes the Pod; PodDisruptionBudgets are stored here but not enforced. */
export const evictionRoute: Route = {
  matches: ({ method, target }) => method === 'POST' && target?.subresource === 'eviction',
  handle: async ({ api, request, response, target, url }) => {
    if (target === undefined) return;
    const body = await readJson(request);
    const options = deleteOptionsOf(isJsonObject(body) ? body['deleteOptions'] : undefined, url.searchParams);
    api.writes.delete(target.resource, keyOfTarget(target), options);
    respondJson(
      response,
      { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
      { code: 201 },
    );
  },
};
