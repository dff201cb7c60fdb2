import { createHash } from 'node:crypto';
import { apiVersionOf, type Resource } from '../resources/resource.js';
import type { ServedResource } from '../resources/resources.js';
import { componentSchemas } from './component-schemas.js';

/**
 * OpenAPI v3, one document a group-version: paths, from which kubectl knows that the server validates fields itself,
 * and the schemas that `kubectl explain` shows. Strategic merge is not mentioned on purpose: kubectl would merge by
 * these schemas then, and they lack the merge keys.
 */
export function openapiDocuments(resources: readonly ServedResource[]): Map<string, string> {
  const groups = Map.groupBy(resources, (resource) => pathOf(resource));
  return new Map([...groups].map(([path, served]) => [path, JSON.stringify(document(path, served))]));
}

/** `/openapi/v3`: where each document is; the hash lets clients cache it for good. */
export function openapiIndex(documents: ReadonlyMap<string, string>) {
  const paths = [...documents].map(([path, text]) => [
    path,
    { serverRelativeURL: `/openapi/v3/${path}?hash=${createHash('sha256').update(text).digest('hex')}` },
  ]);
  return { paths: Object.fromEntries(paths) as Record<string, { serverRelativeURL: string }> };
}

function pathOf(resource: Resource): string {
  return resource.group === '' ? `api/${resource.version}` : `apis/${apiVersionOf(resource)}`;
}

function document(path: string, resources: ServedResource[]) {
  return {
    openapi: '3.0.0',
    info: { title: 'chaos-workshop lab', version: 'v1' },
    paths: Object.fromEntries(
      resources.map((resource) => [`/${path}/${resource.plural}/{name}`, operations(resource)]),
    ),
    components: { schemas: componentSchemas(resources) },
  };
}

function operations({ group, version, kind }: Resource) {
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
  }));
  return {
    patch: {
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group, version, kind },
      parameters,
      responses: { 200: { description: 'OK' } },
    },
  };
}
