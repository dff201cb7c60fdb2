import type { Resource } from '../resources/resource.js';
import { objectVerbs } from './subresources.js';

/** A resource as discovery shows it. */
export type Discovered = Resource & { verbs: string[] };

export interface DiscoveredGroup {
  group: string;
  /** Preferred version first. */
  versions: { version: string; resources: Discovered[] }[];
}

/** The reviews behind `kubectl auth can-i` and `whoami`: resources that can only be created. */
const reviews: Discovered[] = [
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
];

export function groupsOf(resources: readonly Resource[]): DiscoveredGroup[] {
  const served = [...resources.map((resource) => ({ ...resource, verbs: objectVerbs })), ...reviews];
  const byGroup = Map.groupBy(served, ({ group }) => group);
  return [...byGroup].map(([group, ofGroup]) => ({
    group,
    versions: [...Map.groupBy(ofGroup, ({ version }) => version)].map(([version, ofVersion]) => ({
      version,
      resources: ofVersion,
    })),
  }));
}

function review(group: string, kind: string): Discovered {
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    kind,
    plural: `${singular}s`,
    singular,
    namespaced: false,
    shortNames: [],
    categories: [],
    subresources: [],
    generation: 'none',
    verbs: ['create'],
  };
}
