import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StructuralSchema } from '../types.js';
import { builtInSchema } from './built-in-schemas.js';
import { goTypeProblem } from './go-type-problem.js';
import { applySchemaDefaults } from './schema-defaults.js';
import { pruneUnknownFields } from './unknown-fields.js';
import { schemaProblems } from './validate.js';
import { deployment } from '../testing/cluster.js';

const schema: StructuralSchema = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['action'],
      properties: {
        action: { type: 'string', enum: ['delay', 'loss'] },
        direction: { type: 'string', default: 'to' },
        percent: { type: 'integer', minimum: 0, maximum: 100 },
        latency: { type: 'string', pattern: '^[0-9]+ms$' },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', maxItems: 2, items: { type: 'string', minLength: 1 } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        target: { type: 'object', properties: { mode: { type: 'string', default: 'one' } } },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};

describe('a structural schema', () => {
  it('prunes unknown fields and names their paths', () => {
    const object = {
      spec: { action: 'delay', acton: 1, target: { mod: 'x' }, labels: { any: 'x' }, free: { a: 1 } },
    };
    assert.deepEqual(pruneUnknownFields(object, schema), ['spec.acton', 'spec.target.mod']);
    assert.deepEqual(object, { spec: { action: 'delay', target: {}, labels: { any: 'x' }, free: { a: 1 } } });
  });

  it('sets defaults where their parent is', () => {
    const object = { spec: { action: 'delay', target: {} } };
    applySchemaDefaults(object, schema);
    assert.deepEqual(object, { spec: { action: 'delay', direction: 'to', target: { mode: 'one' } } });
    const bare: object = { spec: { action: 'loss', percent: null, direction: null } };
    applySchemaDefaults(bare, schema);
    assert.deepEqual(bare, { spec: { action: 'loss', direction: 'to' } });
  });

  for (const [what, spec, problem] of [
    ['a missing field', {}, 'spec.action: Required value'],
    [
      'a value outside the enum',
      { action: 'dely' },
      'spec.action: Unsupported value: "dely": supported values: "delay", "loss"',
    ],
    [
      'a wrong type',
      { action: 'loss', percent: 'x' },
      'spec.percent: Invalid value: "string": spec.percent in body must be of type integer: "string"',
    ],
    [
      'a fraction for an integer',
      { action: 'loss', percent: 1.5 },
      'spec.percent: Invalid value: "number": spec.percent in body must be of type integer: "number"',
    ],
    [
      'a number too large',
      { action: 'loss', percent: 101 },
      'spec.percent: Invalid value: 101: spec.percent in body should be less than or equal to 100',
    ],
    [
      'a text that does not match',
      { action: 'loss', latency: '1s' },
      `spec.latency: Invalid value: "1s": spec.latency in body should match '^[0-9]+ms$'`,
    ],
    [
      'a map where a number or text belongs',
      { action: 'loss', port: {} },
      'spec.port: Invalid value: "object": spec.port in body must be of type integer,string: "object"',
    ],
    [
      'too many items',
      { action: 'loss', tags: ['a', 'b', 'c'] },
      'spec.tags: Too many: 3: must have at most 2 items',
    ],
    [
      'an item too short',
      { action: 'loss', tags: [''] },
      'spec.tags[0]: Invalid value: "": spec.tags[0] in body should be at least 1 chars long',
    ],
    [
      'a null',
      { action: null },
      'spec.action: Invalid value: "null": spec.action in body must be of type string: "null"',
    ],
  ] as const) {
    it(`refuses ${what} in the words of the real API server`, () => {
      const texts = schemaProblems({ spec }, schema).map(({ field, message }) => `${field}: ${message}`);
      assert.deepEqual(texts, [problem]);
    });
  }

  it('accepts what fits', () => {
    const spec = { action: 'loss', percent: 100, port: 'http', tags: ['a'], labels: { a: 'b' } };
    assert.deepEqual(schemaProblems({ spec }, schema), []);
  });

  it('understands anyOf, oneOf, allOf and not', () => {
    const option = (name: string) => ({ required: [name] });
    const problems = (combined: StructuralSchema, value: object) =>
      schemaProblems(value, combined, 'spec').length;
    assert.equal(problems({ anyOf: [option('a'), option('b')] }, { b: 1 }), 0);
    assert.equal(problems({ anyOf: [option('a'), option('b')] }, {}), 1);
    assert.equal(problems({ oneOf: [option('a'), option('b')] }, { a: 1, b: 1 }), 1);
    assert.equal(problems({ allOf: [option('a'), option('b')] }, { a: 1 }), 1);
    assert.equal(problems({ not: option('a') }, { a: 1 }), 1);
  });
});

describe('the shapes of built-in kinds', () => {
  const schemaOf = (kind: string) => builtInSchema(kind) ?? {};

  it('find a typo anywhere in a Deployment', () => {
    const typo = {
      ...deployment('web'),
      spec: { replcas: 2, template: { spec: { containers: [{ name: 'web', imge: 'x' }] } } },
    };
    const unknown = pruneUnknownFields(typo, schemaOf('Deployment'));
    assert.deepEqual(unknown, ['spec.replcas', 'spec.template.spec.containers[0].imge']);
    assert.deepEqual(pruneUnknownFields(deployment('web'), schemaOf('Deployment')), []);
  });

  it('tell a wrong type as Go does', () => {
    const wrong = {
      spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: 8080 }] }] } } },
    };
    assert.equal(
      goTypeProblem(wrong, schemaOf('Deployment')),
      'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
    );
  });

  it('know types that refer to themselves', () => {
    const nested = {
      spec: { versions: [{ schema: { openAPIV3Schema: { properties: { a: { propertis: {} } } } } }] },
    };
    const unknown = pruneUnknownFields(nested, schemaOf('CustomResourceDefinition'));
    assert.deepEqual(unknown, ['spec.versions[0].schema.openAPIV3Schema.properties.a.propertis']);
  });
});
