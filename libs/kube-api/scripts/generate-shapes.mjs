/**
 * Writes src/schema/built-in-shapes.json: every field of the built-in kinds, with its type, taken from the models
 * that @kubernetes/client-node has from Kubernetes' own OpenAPI document. Run after an upgrade of that package:
 *
 *   node libs/kube-api/scripts/generate-shapes.mjs && npx oxfmt libs/kube-api/src/schema
 */
import { writeFileSync } from 'node:fs';
import * as client from '@kubernetes/client-node';
import { builtInResources } from '../dist/resources/built-in-resources.js';

const target = new URL('../src/schema/built-in-shapes.json', import.meta.url);
const quantityMaps = new Set(
  'limits requests capacity allocatable allocatedResources overhead hard used default defaultRequest max min'.split(
    ' ',
  ),
);
const quantities = new Set(['sizeLimit', 'divisor']);
const models = { Event: 'CoreV1Event', HorizontalPodAutoscaler: 'V2HorizontalPodAutoscaler' };
const modelsByName = new Map(Object.entries(client));
const types = {};

const kinds = Object.fromEntries(
  builtInResources.map(({ kind }) => [kind, nameOf(models[kind] ?? `V1${kind}`)]),
);
writeFileSync(target, `${JSON.stringify({ kinds, types: sorted(types) }, null, 2)}\n`);

/** Adds the type of a model, and all it refers to, to `types`. */
function nameOf(model) {
  const name = model.replace(/^(Core)?V\d/, '').replace(/^EventsV1/, '');
  if (types[name] !== undefined) return name;
  const fields = (types[name] = {});
  for (const { baseName, type, format } of modelsByName.get(model).getAttributeTypeMap()) {
    fields[baseName] = fieldType(baseName, type, format);
  }
  return name;
}

/** `string`, `integer`, `[Container]` for a list, `{string}` for a map. */
function fieldType(name, type, format) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return `[${fieldType(name, list[1], format)}]`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map)
    return `{${quantityMaps.has(name) && map[1] === 'string' ? 'int-or-string' : fieldType(name, map[1], format)}}`;
  if (type === 'IntOrString' || quantities.has(name)) return 'int-or-string';
  if (type === 'number') return format === 'double' ? 'number' : 'integer';
  if (type === 'Date' || type === 'V1MicroTime') return 'string';
  if (['string', 'boolean', 'any'].includes(type)) return type;
  if (type === 'object') return 'any';
  return nameOf(type);
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
