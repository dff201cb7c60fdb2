import { apiVersionOf, qualifiedName } from '../resources/resource.js';
import type { ServedResource } from '../resources/resources.js';
import { StatusError } from '../status-error.js';
import { isJsonObject } from '../store/json.js';
import type { KubeObject } from '../types.js';

/** A request's body as an object of the resource in its URL; apiVersion and kind may be absent (typed clients). */
export function asObject(body: unknown, resource: ServedResource): KubeObject {
  if (!isJsonObject(body)) throw StatusError.badRequest('the body of the request must be one JSON object');
  const apiVersion = apiVersionOf(resource);
  const object = { apiVersion, kind: resource.kind, metadata: {}, ...structuredClone(body) } as KubeObject;
  if (!isJsonObject(object.metadata)) throw StatusError.badRequest('metadata must be an object');
  if (object.apiVersion === apiVersion && object.kind === resource.kind) return object;
  throw StatusError.badRequest(
    `${object.kind} in version "${object.apiVersion}" cannot be handled as a ${resource.kind} in version "${apiVersion}"`,
  );
}

/** Puts an object into the namespace of its URL; the object may not say another. */
export function placeIn(object: KubeObject, resource: ServedResource, namespace: string | undefined): void {
  const { metadata } = object;
  if (!resource.namespaced || namespace === undefined) {
    delete metadata.namespace;
    return;
  }
  metadata.namespace ??= namespace;
  if (metadata.namespace === namespace) return;
  throw StatusError.badRequest(
    `the namespace of the provided object does not match the namespace sent on the request: "${metadata.namespace}" is not "${namespace}"`,
  );
}

/** Refuses an update that is about another object, or about an older version of this one. */
export function requireSame(desired: KubeObject, current: KubeObject, resource: ServedResource): void {
  const { name, uid, resourceVersion } = desired.metadata;
  if (name !== undefined && name !== current.metadata.name) {
    throw StatusError.badRequest(
      `the name of the object (${name}) does not match the name on the URL (${current.metadata.name})`,
    );
  }
  if (uid !== undefined && uid !== current.metadata.uid) {
    const detail = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
    throw StatusError.conflict(resource, current.metadata.name, detail);
  }
  const isOld = resourceVersion && resourceVersion !== current.metadata.resourceVersion;
  if (isOld) throw StatusError.conflict(resource, current.metadata.name);
}

/** A namespaced object is created below a namespace's URL. */
export function requireNamespaceFor(resource: ServedResource, namespace: string | undefined): void {
  if (!resource.namespaced || namespace !== undefined) return;
  throw StatusError.badRequest(`${qualifiedName(resource)} are namespaced: name a namespace in the URL`);
}
