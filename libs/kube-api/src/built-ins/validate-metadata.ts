import type { StatusCause } from '../status-error.js';
import { invalid, required } from '../schema/field-problems.js';
import type { KubeObject } from '../types.js';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = new RegExp(`^${label}(\\.${label})*$`);
const dnsLabel = new RegExp(`^${label}$`);
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const service1035Rule =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const keyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

export function metadataProblems({ kind, metadata }: KubeObject): StatusCause[] {
  return [
    ...nameProblems(kind, metadata.name),
    ...labelProblems(metadata.labels ?? {}, 'metadata.labels'),
    ...Object.keys(metadata.annotations ?? {})
      .filter((key) => !isQualifiedName(key))
      .map((key) => invalid('metadata.annotations', key, keyRule)),
  ];
}

/** Problems of a map of labels, wherever it sits. */
export function labelProblems(labels: Record<string, string>, path: string): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isQualifiedName(key) ? [] : [invalid(path, key, keyRule)]),
    ...(isLabelValue(value) ? [] : [invalid(path, value, valueRule)]),
  ]);
}

/** Whether a text is an RFC 1123 label, as names of containers and volumes must be. */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && dnsLabel.test(name);
}

export { labelRule };

function nameProblems(kind: string, name: string | undefined): StatusCause[] {
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  if (kind === 'Service') {
    const isService = isDnsLabel(name) && /^[a-z]/.test(name);
    return isService ? [] : [invalid('metadata.name', name, service1035Rule)];
  }
  if (kind === 'Namespace') return isDnsLabel(name) ? [] : [invalid('metadata.name', name, labelRule)];
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return [];
  const isSubdomain = name.length <= 253 && subdomain.test(name);
  return isSubdomain ? [] : [invalid('metadata.name', name, subdomainRule)];
}

function isQualifiedName(key: string): boolean {
  const [name = '', prefix] = key.split('/').toReversed();
  const isPrefixed = prefix === undefined || (subdomain.test(prefix) && prefix.length <= 253);
  return isPrefixed && key.split('/').length <= 2 && name.length <= 63 && qualifiedName.test(name);
}

function isLabelValue(value: unknown): boolean {
  return value === '' || (typeof value === 'string' && value.length <= 63 && qualifiedName.test(value));
}
