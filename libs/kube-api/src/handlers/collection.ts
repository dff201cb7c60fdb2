import { readJson } from '../server/body.js';
import type { Call, Route, Target } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';
import { keyOf } from '../store/store.js';
import type { KubeObject } from '../types.js';
import { requireNamespaceFor } from '../writes/identity.js';
import { deleteOptionsOf } from './delete-options.js';
import { representationOf } from './representation.js';
import { selectionOf } from './selection.js';
import { watch } from './watch.js';
import { writeOptionsOf } from './write-options.js';

/** `/…/pods`: list, watch, create, delete all. */
export const collectionRoute: Route = {
  matches: ({ target }) => target !== undefined && target.name === undefined,
  handle: async (call) => {
    const { method, url } = call;
    const target = call.target as Target;
    if (method === 'GET' && isWatch(url)) watch(call, target);
    else if (method === 'GET') list(call, target);
    else if (method === 'POST') await create(call, target);
    else if (method === 'DELETE') await deleteAll(call, target);
    else throw StatusError.methodNotAllowed(method, url.pathname);
  },
};

export function isWatch(url: URL): boolean {
  return /^(true|1)$/.test(url.searchParams.get('watch') ?? '');
}

function list(call: Call, target: Target): void {
  const { store } = call.api;
  const representation = representationOf(call, target.resource, new Date());
  respondJson(call.response, representation.list(selected(call, target), String(store.resourceVersion)));
}

async function create(call: Call, target: Target): Promise<void> {
  const { api, request, response } = call;
  const { resource, namespace } = target;
  requireNamespaceFor(resource, namespace);
  const { object, warnings } = api.writes.create(
    resource,
    namespace,
    await readJson(request),
    writeOptionsOf(call),
  );
  const representation = representationOf(call, resource, new Date());
  respondJson(response, representation.one(object), { code: 201, warnings });
}

async function deleteAll(call: Call, target: Target): Promise<void> {
  const { api, request, response, url } = call;
  const options = deleteOptionsOf(await readJson(request), url.searchParams);
  const deleted = selected(call, target).map(
    (object) => api.writes.delete(target.resource, keyOf(object), options).object,
  );
  const representation = representationOf(call, target.resource, new Date());
  respondJson(response, representation.list(deleted, String(api.store.resourceVersion)));
}

function selected({ api, url }: Call, target: Target): KubeObject[] {
  const { namespace, resource } = target;
  const filter = namespace === undefined ? {} : { namespace };
  return api.store.list(resource.kind, filter).filter(selectionOf(target, url.searchParams));
}
