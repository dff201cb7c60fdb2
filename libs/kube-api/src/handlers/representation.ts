import { apiVersionOf } from '../resources/resource.js';
import type { ServedResource } from '../resources/resources.js';
import type { Call } from '../server/call.js';
import { type Table, type TableObject, tableOf } from '../tables/table.js';
import type { KubeObject } from '../types.js';

/** Objects as the client asked for them: as they are, or as rows of a table. */
export interface Representation {
  one: (object: KubeObject) => KubeObject | Table;
  list: (objects: KubeObject[], resourceVersion: string) => object;
  /** What an event of a watch carries; `isFirst`: the one that brings the column names. */
  event: (object: KubeObject, isFirst: boolean) => KubeObject | Table;
}

export function representationOf(
  { request, url }: Call,
  resource: ServedResource,
  now: Date,
): Representation {
  const wantsTable = /as=Table;[^,]*g=meta\.k8s\.io/.test(request.headers.accept ?? '');
  return wantsTable ? asTable(resource, includedObject(url.searchParams), now) : asObjects(resource);
}

function asObjects(resource: ServedResource): Representation {
  return {
    one: (object) => object,
    list: (items, resourceVersion) => ({
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion },
      items,
    }),
    event: (object) => object,
  };
}

function asTable(resource: ServedResource, include: TableObject, now: Date): Representation {
  const table = (objects: KubeObject[], resourceVersion: string) =>
    tableOf({ resource, objects, include, resourceVersion, now });
  return {
    one: (object) => table([object], object.metadata.resourceVersion ?? ''),
    list: table,
    event: (object, isFirst) => {
      const whole = table([object], object.metadata.resourceVersion ?? '');
      return isFirst ? whole : { ...whole, columnDefinitions: [] };
    },
  };
}

function includedObject(query: URLSearchParams): TableObject {
  const asked = query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
}
