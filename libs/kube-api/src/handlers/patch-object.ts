import { jsonPatch } from '../patches/json-patch.js';
import { mergePatch } from '../patches/merge-patch.js';
import { strategicMerge } from '../patches/strategic-merge.js';
import type { ServedResource } from '../resources/resources.js';
import { contentType, readJson } from '../server/body.js';
import { type Call, type Target, keyOfTarget } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';
import { patchRefused } from '../writes/check-fields.js';
import { goText } from '../writes/go-text.js';
import type { Desired } from '../writes/writes.js';
import { applyServerSide } from '../apply/server-side-apply.js';
import { representationOf } from './representation.js';
import { writeOptionsOf } from './write-options.js';

const applyPatch = 'application/apply-patch+yaml';

/** PATCH, by its content type: JSON patch, merge patch, strategic merge patch or server-side apply. */
export async function patchObject(call: Call, target: Target): Promise<void> {
  const { api, request, response, url } = call;
  const { resource } = target;
  const type = contentType(request);
  const patch = await readJson(request);
  const key = keyOfTarget(target);
  const options = writeOptionsOf(call);
  const representation = representationOf(call, resource, new Date());
  if (type === applyPatch) {
    const force = url.searchParams.get('force') === 'true';
    const applied = applyServerSide(api, { resource, key, manifest: patch, force }, options);
    respondJson(
      response,
      representation.one(applied.object),
      applied.isNew ? { ...applied, code: 201 } : applied,
    );
    return;
  }
  const written = api.writes.update(resource, key, patching(type, patch, resource), options);
  respondJson(response, representation.one(written.object), { warnings: written.warnings });
}

/** How the current object becomes the patched one. */
export function patching(type: string, patch: unknown, resource: ServedResource): Desired {
  const apply = patchOf(type, resource);
  const isStrategic = apply === strategicMerge;
  let patched: unknown;
  return {
    from: (current) => (patched = apply(current, patch)),
    refuse: (problem) =>
      isStrategic
        ? patchRefused(goText(patch))(asConverterSays(problem))
        : patchRefused(JSON.stringify(patched))(problem),
  };
}

/** After a strategic merge Go converts instead of decoding, and says so: `unrecognized type: int32`. */
function asConverterSays(problem: string): string {
  const [, from, to = ''] = /^json: cannot unmarshal (\S+).* of type (\S+)$/.exec(problem) ?? [];
  if (from === undefined) return problem;
  if (/^(\[\]|map\[|v1\.)/.test(to)) return `cannot restore ${containerOf(to)} from: ${from}`;
  return from === 'number' && to === 'string' ? 'cannot convert int64 to string' : `unrecognized type: ${to}`;
}

function containerOf(goType: string): string {
  if (goType.startsWith('[]')) return 'slice';
  return goType.startsWith('map[') ? 'map' : 'struct';
}

function patchOf(type: string, { custom }: ServedResource): (target: unknown, patch: unknown) => unknown {
  if (type === 'application/json-patch+json') return jsonPatch;
  if (type === 'application/merge-patch+json') return mergePatch;
  if (type === 'application/strategic-merge-patch+json' && custom === undefined) return strategicMerge;
  const accepted = ['application/json-patch+json', 'application/merge-patch+json', applyPatch];
  if (custom === undefined) accepted.splice(2, 0, 'application/strategic-merge-patch+json');
  throw StatusError.unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}
