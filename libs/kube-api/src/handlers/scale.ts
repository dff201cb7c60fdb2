import { mergePatch } from '../patches/merge-patch.js';
import { jsonPatch } from '../patches/json-patch.js';
import { contentType, parseJson, readBody } from '../server/body.js';
import { type Call, type Route, type Target, keyOfTarget } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';
import { scaleOf, withReplicas } from '../writes/scale.js';
import { writeOptionsOf } from './write-options.js';

/** `/…/deployments/NAME/scale`: how many replicas, as autoscaling/v1 Scale. */
export const scaleRoute: Route = {
  matches: ({ target }) => target?.subresource === 'scale' && target.resource.subresources.includes('scale'),
  handle: async (call) => {
    const { method, response, url } = call;
    const target = call.target as Target;
    if (method === 'GET') respondJson(response, scaleOf(current(call, target), target.resource));
    else if (method === 'PUT' || method === 'PATCH') await change(call, target);
    else throw StatusError.methodNotAllowed(method, url.pathname);
  },
};

async function change(call: Call, target: Target): Promise<void> {
  const { api, method, request, response } = call;
  const { resource } = target;
  const body = parseJson(await readBody(request));
  const patch = contentType(request) === 'application/json-patch+json' ? jsonPatch : mergePatch;
  const desired = {
    from: (object: ReturnType<typeof current>) => {
      const scale = method === 'PUT' ? body : patch(scaleOf(object, resource), body);
      return withReplicas(object, scale, resource);
    },
  };
  const { object, warnings } = api.writes.update(
    resource,
    keyOfTarget(target),
    desired,
    writeOptionsOf(call),
  );
  respondJson(response, scaleOf(object, resource), { warnings });
}

function current({ api }: Call, target: Target) {
  const object = api.store.get(keyOfTarget(target));
  if (object === undefined) throw StatusError.notFound(target.resource, target.name ?? '');
  return object;
}
