import type { Target } from '../server/call.js';
import { parseFieldSelector } from '../selectors/fields.js';
import { matchesLabels, parseLabelSelector } from '../selectors/labels.js';
import type { KubeObject } from '../types.js';

export type Selection = (object: KubeObject) => boolean;

/** Which objects of its kind a list or watch is about: namespace, `labelSelector`, `fieldSelector`, a name. */
export function selectionOf({ resource, namespace, name }: Target, query: URLSearchParams): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const matchesFields = parseFieldSelector(query.get('fieldSelector') ?? '', resource.kind);
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    matchesLabels(labels, object.metadata.labels) &&
    matchesFields(object);
}
