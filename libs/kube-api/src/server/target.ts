import type { Resources } from '../resources/resources.js';
import { StatusError } from '../status-error.js';
import type { Target } from './call.js';

/**
 * Reads `/api/v1/…` and `/apis/GROUP/VERSION/…` paths. Undefined: not the path of a resource that is served.
 *
 *   /api/v1/namespaces/shop/pods/order-1/log → pods, namespace shop, name order-1, subresource log
 */
export function targetOf(pathname: string, resources: Resources): Target | undefined {
  const [root, ...parts] = pathname.split('/').filter(Boolean).map(decoded);
  if (root === 'api') return locate({ group: '', version: parts[0] ?? '' }, parts.slice(1), resources);
  if (root !== 'apis') return undefined;
  return locate({ group: parts[0] ?? '', version: parts[1] ?? '' }, parts.slice(2), resources);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw StatusError.badRequest(`${JSON.stringify(part)} is not URL-encoded text`);
  }
}

interface GroupVersion {
  group: string;
  version: string;
}

/** Below a Namespace these are parts of the Namespace itself; anything else is a resource inside it. */
const partsOfNamespace = ['status', 'finalize'];

function locate({ group, version }: GroupVersion, parts: string[], resources: Resources): Target | undefined {
  const [first, namespace, inside = ''] = parts;
  const isInNamespace = first === 'namespaces' && parts.length > 2 && !partsOfNamespace.includes(inside);
  const [plural = '', name, subresource, ...rest] = isInNamespace ? parts.slice(2) : parts;
  const resource = resources.byPlural(group, version, plural);
  if (resource === undefined || rest.length > 0) return undefined;
  if (isInNamespace && !resource.namespaced) return undefined;
  return { resource, namespace: isInNamespace ? namespace : undefined, name, subresource };
}
