import type { ServedResource } from '../resources/resources.js';
import type { KubeObject, StructuralSchema } from '../types.js';
import { invalid } from './field-problems.js';
import { builtInSchema, objectMetaSchema } from './built-in-schemas.js';
import { applySchemaDefaults } from './schema-defaults.js';
import { pruneUnknownFields } from './unknown-fields.js';
import { schemaProblems } from './validate.js';
import { goTypeProblem } from './go-type-problem.js';
import type { StatusCause } from '../status-error.js';

/** Prunes an object in place and returns the paths of the fields that its kind does not have. */
export function pruneObject(object: KubeObject, resource: ServedResource): string[] {
  return pruneUnknownFields(object, wholeSchema(resource));
}

/** Fills in the defaults that a custom resource's schema gives. Built-ins have rules of their own. */
export function defaultObject(object: KubeObject, resource: ServedResource): void {
  if (resource.custom !== undefined) applySchemaDefaults(object, wholeSchema(resource));
}

/** Problems of a custom resource with its schema. */
export function customProblems(object: KubeObject, resource: ServedResource): StatusCause[] {
  if (resource.custom === undefined) return [];
  const schema = wholeSchema(resource);
  const problems = schemaProblems(object, schema);
  return problems.some(isInTheWayOfRules) && hasRules(schema) ? [...problems, rulesNotChecked] : problems;
}

/** The API server evaluates the rules of a schema (`x-kubernetes-validations`) only on what has the right shape. */
const rulesNotChecked = invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function isInTheWayOfRules({ reason }: StatusCause): boolean {
  return /^FieldValue(Required|NotSupported|TypeInvalid|TooLong|TooMany)$/.test(reason ?? '');
}

function hasRules(schema: StructuralSchema): boolean {
  return JSON.stringify(schema).includes('"x-kubernetes-validations":');
}

/** The first field of a built-in whose JSON type does not fit, in the words of Go's decoder. */
export function decodingProblem(object: KubeObject, resource: ServedResource): string | undefined {
  const schema = resource.custom === undefined ? builtInSchema(resource.kind) : objectMetaSchema();
  if (schema === undefined) return undefined;
  return resource.custom === undefined
    ? goTypeProblem(object, schema)
    : goTypeProblem(object.metadata, schema, 'metadata');
}

const anything: StructuralSchema = { 'x-kubernetes-preserve-unknown-fields': true };
const string: StructuralSchema = { type: 'string' };

/** Of a built-in or custom kind, with `apiVersion`, `kind` and `metadata`. */
export function wholeSchema({ kind, custom }: ServedResource): StructuralSchema {
  if (custom === undefined) return builtInSchema(kind) ?? anything;
  const schema = custom.schema?.openAPIV3Schema ?? anything;
  const typeMeta = { apiVersion: string, kind: string, metadata: objectMetaSchema() };
  return { ...schema, properties: { ...schema.properties, ...typeMeta } };
}
