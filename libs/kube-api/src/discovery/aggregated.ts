import type { Resource } from '../resources/resource.js';
import { type Discovered, groupsOf } from './groups.js';
import { subresourceDescriptions } from './subresources.js';

export type DiscoveryVersion = 'v2' | 'v2beta1';

/** The whole of discovery in one document (apidiscovery.k8s.io): the core group on `/api`, the others on `/apis`. */
export function aggregatedDiscovery(resources: readonly Resource[], path: string, version: DiscoveryVersion) {
  const groups = groupsOf(resources).filter(({ group }) => (group === '') === (path === '/api'));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versions.map((served) => ({
        version: served.version,
        freshness: 'Current',
        resources: served.resources.map(resourceEntry),
      })),
    })),
  };
}

function resourceEntry(resource: Discovered) {
  const { group, version, kind, plural, singular, namespaced, shortNames, categories, verbs } = resource;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map((name) => subresourceEntry(resource, name)),
    }),
  };
}

function subresourceEntry({ group, version, kind }: Resource, subresource: string) {
  const { verbs = ['get'], ...own } = subresourceDescriptions[subresource] ?? {};
  return { subresource, responseKind: { group, version, kind, ...own }, verbs };
}
