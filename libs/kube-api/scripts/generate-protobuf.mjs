/**
 * Writes src/protobuf/fields.json: the number and the Go type of every field of the built-in kinds, taken from the
 * tags of Kubernetes' own Go types (Apache-2.0). Needs Go, which downloads them. Run after an upgrade of Kubernetes:
 *
 *   node libs/kube-api/scripts/generate-protobuf.mjs && npx oxfmt libs/kube-api/src/protobuf
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInResources } from '../dist/resources/built-in-resources.js';

const version = 'v0.34.4';
const target = new URL('../src/protobuf/fields.json', import.meta.url);
const packages = {
  core: 'api/core/v1',
  apps: 'api/apps/v1',
  batch: 'api/batch/v1',
  autoscaling: 'api/autoscaling/v2',
  discovery: 'api/discovery/v1',
  policy: 'api/policy/v1',
  networking: 'api/networking/v1',
  rbac: 'api/rbac/v1',
  coordination: 'api/coordination/v1',
  storage: 'api/storage/v1',
  scheduling: 'api/scheduling/v1',
  meta: 'apimachinery/pkg/apis/meta/v1',
};
/** Types with a JSON of their own: the decoder knows them. */
const special =
  /^(meta\.(Time|MicroTime|FieldsV1)|resource\.Quantity|intstr\.IntOrString|runtime\.RawExtension)$/;
const scalar = /^(string|bool|int32|int64|float64|bytes)$/;

const modules = Object.fromEntries(
  ['api', 'apimachinery'].map((name) => {
    const answer = execFileSync('go', ['mod', 'download', '-json', `k8s.io/${name}@${version}`]);
    return [name, JSON.parse(answer).Dir];
  }),
);
const structs = {};
const aliases = {};
for (const [name, path] of Object.entries(packages)) readPackage(name, path);

const kinds = {};
const types = {};
// CustomResourceDefinitions are always sent as JSON.
const sent = builtInResources.filter(({ kind }) => kind !== 'CustomResourceDefinition');
for (const kind of [...sent.map((resource) => resource.kind), 'Eviction', 'DeleteOptions']) {
  const name = Object.keys(packages).find((from) => structs[`${from}.${kind}`]);
  kinds[kind] = reach(`${name}.${kind}`);
}
const source = `k8s.io/api and k8s.io/apimachinery ${version}, Copyright The Kubernetes Authors, Apache-2.0`;
const sorted = Object.fromEntries(
  Object.entries(types).toSorted(([left], [right]) => (left < right ? -1 : 1)),
);
writeFileSync(target, `${JSON.stringify({ source, kinds, types: sorted }, null, 2)}\n`);

function readPackage(name, path) {
  const [module, ...rest] = path.split('/');
  for (const file of globSync(join(modules[module], ...rest, '*types*.go'))) {
    const text = readFileSync(file, 'utf8');
    for (const [, type, body] of text.matchAll(/^type (\w+) struct \{\n([^]*?)^\}/gm))
      structs[`${name}.${type}`] = fieldsOf(name, body);
    for (const [, type, of] of text.matchAll(/^type (\w+) =? ?((?:\w|[[\].])+)$/gm))
      aliases[`${name}.${type}`] = qualified(name, of);
  }
}

/** An embedded struct has no name in JSON. */
function fieldsOf(from, body) {
  const tagged = /^\t(?:\w+\s+)?(\S+)\s+`(?:[^`]* )?json:"([^",]*)[^"]*"[^`]*protobuf:"\w+,(\d+)/gm;
  return [...body.matchAll(tagged)].map(([, type, json, number]) => ({
    number,
    json,
    type: qualified(from, type),
  }));
}

/** `*Probe` in core → `*core.Probe`; a map's keys are always strings. */
function qualified(from, type) {
  return type
    .replace(/^map\[[\w.]+\]/, '{}')
    .replace('[]byte', 'bytes')
    .replace(/\btypes\.\w+$/, 'string')
    .replace(/\bmetav1\./, 'meta.')
    .replace(/\b(core|api)?v1\./, 'core.')
    .replace(/^([*[\]{}]*)(\w+)$/, (whole, shape, name) =>
      scalar.test(name) ? whole : `${shape}${from}.${name}`,
    );
}

/** Adds a struct, and all that it refers to, to `types`. */
function reach(name) {
  if (types[name] !== undefined) return name;
  if (structs[name] === undefined)
    throw new Error(`${name} was not found in ${Object.values(packages).join(', ')}`);
  types[name] = '';
  types[name] = structs[name]
    .map(({ number, json, type }) => `${number} ${json} ${resolved(type)}`)
    .join('; ');
  return name;
}

function resolved(type) {
  const [, shape, name] = /^([*[\]{}]*)(.+)$/.exec(type);
  if (scalar.test(name) || special.test(name)) return type;
  if (aliases[name] !== undefined) return resolved(shape + aliases[name]);
  return shape + reach(name);
}
