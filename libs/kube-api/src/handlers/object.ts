import { readJson } from '../server/body.js';
import { type Call, type Route, type Target, keyOfTarget } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';
import { isJsonObject } from '../store/json.js';
import type { KubeObject } from '../types.js';
import { isWatch } from './collection.js';
import { deleteOptionsOf } from './delete-options.js';
import { patchObject } from './patch-object.js';
import { representationOf } from './representation.js';
import { watch } from './watch.js';
import { writeOptionsOf } from './write-options.js';

/** `/…/pods/NAME` and `/…/pods/NAME/status`: get, replace, patch, delete. */
export const objectRoute: Route = {
  matches: ({ target }) => target?.name !== undefined && isServed(target),
  handle: async (call) => {
    const { method, url } = call;
    const target = call.target as Target;
    if (method === 'GET' && isWatch(url)) watch(call, target);
    else if (method === 'GET') get(call, target);
    else if (method === 'PUT') await replace(call, target);
    else if (method === 'PATCH') await patchObject(call, target);
    else if (method === 'DELETE' && target.subresource === undefined) await remove(call, target);
    else throw StatusError.methodNotAllowed(method, url.pathname);
  },
};

function isServed({ resource, subresource }: Target): boolean {
  if (subresource === undefined) return true;
  return /^(status|finalize)$/.test(subresource) && resource.subresources.includes(subresource);
}

function get(call: Call, target: Target): void {
  const key = keyOfTarget(target);
  const object = call.api.store.get(key);
  if (object === undefined) throw StatusError.notFound(target.resource, key.name);
  respondJson(call.response, representationOf(call, target.resource, new Date()).one(object));
}

async function replace(call: Call, target: Target): Promise<void> {
  const { api, request, response } = call;
  const body = await readJson(request);
  requireVersion(body, target);
  const options = writeOptionsOf(call);
  const { object, warnings } = api.writes.update(
    target.resource,
    keyOfTarget(target),
    { from: () => body },
    options,
  );
  respondJson(response, representationOf(call, target.resource, new Date()).one(object), { warnings });
}

/** Custom resources are replaced only by someone who has seen the current version. */
function requireVersion(body: unknown, { resource, name = '' }: Target): void {
  const metadata = isJsonObject(body) && isJsonObject(body['metadata']) ? body['metadata'] : {};
  if (resource.custom === undefined || metadata['resourceVersion']) return;
  const message = 'Invalid value: 0x0: must be specified for an update';
  throw StatusError.invalid(resource, name, [
    { reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message },
  ]);
}

async function remove(call: Call, target: Target): Promise<void> {
  const { api, request, response, url } = call;
  const options = deleteOptionsOf(await readJson(request), url.searchParams);
  const { object, isGone } = api.writes.delete(target.resource, keyOfTarget(target), options);
  const isShown = !isGone || target.resource.kind === 'Pod';
  respondJson(response, isShown ? object : deletedStatus(target, object));
}

function deletedStatus({ resource }: Target, { metadata }: KubeObject) {
  const { group, plural } = resource;
  const details = { name: metadata.name, ...(group !== '' && { group }), kind: plural, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
