import { apiVersionOf, type Resource } from '../resources/resource.js';
import { type Discovered, type DiscoveredGroup, groupsOf } from './groups.js';
import { subresourceDescriptions } from './subresources.js';

/** The documents that clients without aggregated discovery ask for one by one; undefined: not served. */
export function legacyDiscovery(resources: readonly Resource[], path: string): unknown {
  const groups = groupsOf(resources);
  const [root, ...parts] = path.split('/').slice(1);
  if (root === 'api') return parts.length === 0 ? coreVersions() : resourceList(groups, '', parts[0] ?? '');
  const [name, version] = parts;
  if (name === undefined) return groupList(groups);
  const group = groups.find((candidate) => candidate.group === name && name !== '');
  if (group === undefined) return undefined;
  return version === undefined ? withKind(groupEntry(group)) : resourceList(groups, name, version);
}

function coreVersions() {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

function groupList(groups: DiscoveredGroup[]) {
  const named = groups.filter(({ group }) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupEntry) };
}

function groupEntry({ group, versions }: DiscoveredGroup) {
  const entries = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

function withKind(group: object) {
  return { kind: 'APIGroup', apiVersion: 'v1', ...group };
}

function resourceList(groups: DiscoveredGroup[], group: string, version: string) {
  const served = groups
    .find((candidate) => candidate.group === group)
    ?.versions.find((candidate) => candidate.version === version);
  if (served === undefined) return undefined;
  const resources = served.resources.flatMap((resource) => [
    resourceEntry(resource),
    ...resource.subresources.map((name) => subresourceEntry(resource, name)),
  ]);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group, version }),
    resources,
  };
}

function resourceEntry({ plural, singular, namespaced, kind, verbs, shortNames, categories }: Discovered) {
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function subresourceEntry({ plural, namespaced, kind }: Discovered, subresource: string) {
  const { verbs = ['get'], ...own } = subresourceDescriptions[subresource] ?? {};
  return { name: `${plural}/${subresource}`, singularName: '', namespaced, kind, ...own, verbs };
}
