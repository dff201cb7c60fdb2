import { StatusError } from '../status-error.js';
import { isJsonObject } from '../store/json.js';
import type { KubeObject } from '../types.js';

interface Term {
  path: string;
  isWanted: boolean;
  value: string;
}

/** Fields that may be selected besides `metadata.name` and `metadata.namespace` (as in the real API server). */
const selectable: Record<string, string[]> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
};

/**
 * Parses the text of `--field-selector`: `a.b=c,d.e!=f`. Throws 400 for a field that the kind does not offer.
 * An absent field counts as ''.
 */
export function parseFieldSelector(text: string, kind: string): (object: KubeObject) => boolean {
  const terms = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseTerm(part, kind));
  return (object) =>
    terms.every(({ path, isWanted, value }) => (fieldText(object, path) === value) === isWanted);
}

function parseTerm(part: string, kind: string): Term {
  const match = /^([\w.]+)(==|!=|=)(.*)$/s.exec(part);
  if (match === null) throw StatusError.badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  const [, path = '', operator, value = ''] = match;
  const isKnown = ['metadata.name', 'metadata.namespace', ...(selectable[kind] ?? [])].includes(path);
  if (!isKnown) throw StatusError.badRequest(`field label not supported: ${path}`);
  return { path, isWanted: operator !== '!=', value };
}

function fieldText(object: KubeObject, path: string): string {
  if (path === 'source') return fieldText(object, 'source.component');
  const value = path
    .split('.')
    .reduce<unknown>((parent, name) => (isJsonObject(parent) ? parent[name] : undefined), object);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
