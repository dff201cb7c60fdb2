import type { Store } from '../store/store.js';
import type { CustomResourceDefinition, CustomResourceVersion } from '../types.js';
import { builtInResources } from './built-in-resources.js';
import type { Resource } from './resource.js';

/** A served resource; `custom` is what its CustomResourceDefinition says. */
export type ServedResource = Resource & { custom?: CustomResourceVersion };

/** Everything the API serves: the built-ins and the kinds of all CustomResourceDefinitions in the store. */
export class Resources {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  all(): ServedResource[] {
    return [...builtInResources, ...this.#custom()];
  }

  byPlural(group: string, version: string, plural: string): ServedResource | undefined {
    return this.all().find(
      (resource) => resource.group === group && resource.version === version && resource.plural === plural,
    );
  }

  byKind(apiVersion: string, kind: string): ServedResource | undefined {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    return this.all().find(
      (resource) => resource.group === group && resource.version === version && resource.kind === kind,
    );
  }

  #custom(): ServedResource[] {
    return this.#store.list<CustomResourceDefinition>('CustomResourceDefinition').flatMap(servedVersions);
  }
}

function servedVersions({ spec }: CustomResourceDefinition): ServedResource[] {
  const { group, names, scope, versions } = spec;
  return versions
    .filter(({ served }) => served)
    .map((custom) => ({
      group,
      version: custom.name,
      kind: names.kind,
      plural: names.plural,
      singular: names.singular ?? names.kind.toLowerCase(),
      namespaced: scope === 'Namespaced',
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      subresources: Object.keys(custom.subresources ?? {}),
      generation: custom.subresources?.status === undefined ? 'content' : 'spec',
      custom,
    }));
}
