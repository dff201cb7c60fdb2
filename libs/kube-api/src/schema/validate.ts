import type { StatusCause } from '../status-error.js';
import { isJsonObject, isSameJson } from '../store/json.js';
import type { StructuralSchema } from '../types.js';
import { child, invalid, notSupported, required, tooLong, tooMany, typeInvalid } from './field-problems.js';
import { fitsNumberFormat, hasStringFormat } from './formats.js';
import { schemaOfField } from './unknown-fields.js';

/** Everything a schema has against a value; `path` is where the value sits, such as `spec.delay`. */
export function schemaProblems(value: unknown, schema: StructuralSchema, path = ''): StatusCause[] {
  if (value === null && schema.nullable === true) return [];
  const wrongType = typeProblem(value, schema, path);
  if (wrongType !== undefined) return [wrongType];
  return [
    ...enumProblems(value, schema, path),
    ...contentProblems(value, schema, path),
    ...combinationProblems(value, schema, path),
  ];
}

function contentProblems(value: unknown, schema: StructuralSchema, path: string): StatusCause[] {
  if (typeof value === 'string') return stringProblems(value, schema, path);
  if (typeof value === 'number') return numberProblems(value, schema, path);
  if (Array.isArray(value)) return arrayProblems(value, schema, path);
  return isJsonObject(value) ? objectProblems(value, schema, path) : [];
}

function typeProblem(value: unknown, schema: StructuralSchema, path: string): StatusCause | undefined {
  const actual = typeOf(value);
  if (schema['x-kubernetes-int-or-string'] === true) {
    const fits = actual === 'integer' || actual === 'string' || actual === 'number';
    return fits ? undefined : wrong(path, 'integer,string', actual);
  }
  if (schema.type === undefined || schema.type === actual) return undefined;
  if (schema.type === 'number' && actual === 'integer') return undefined;
  return wrong(path, schema.type, actual);
}

function wrong(path: string, expected: string, actual: string): StatusCause {
  return typeInvalid(path, actual, `${path} in body must be of type ${expected}: ${JSON.stringify(actual)}`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function enumProblems(value: unknown, schema: StructuralSchema, path: string): StatusCause[] {
  const { enum: supported } = schema;
  if (supported === undefined || supported.some((item) => isSameJson(item, value))) return [];
  return [notSupported(path, value, supported)];
}

function stringProblems(value: string, schema: StructuralSchema, path: string): StatusCause[] {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const length = Array.from(value).length;
  const problems: StatusCause[] = [];
  if (length < minLength) {
    problems.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  }
  if (maxLength !== undefined && length > maxLength) problems.push(tooLong(path, maxLength));
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    problems.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  }
  if (format !== undefined && !hasStringFormat(value, format)) {
    problems.push(
      invalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`),
    );
  }
  return problems;
}

function numberProblems(value: number, schema: StructuralSchema, path: string): StatusCause[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  const rules: [boolean, string][] = [
    [
      minimum !== undefined && exclusiveMinimum !== true && value < minimum,
      `greater than or equal to ${minimum}`,
    ],
    [minimum !== undefined && exclusiveMinimum === true && value <= minimum, `greater than ${minimum}`],
    [
      maximum !== undefined && exclusiveMaximum !== true && value > maximum,
      `less than or equal to ${maximum}`,
    ],
    [maximum !== undefined && exclusiveMaximum === true && value >= maximum, `less than ${maximum}`],
    [multipleOf !== undefined && value % multipleOf !== 0, `a multiple of ${multipleOf}`],
    [format !== undefined && !fitsNumberFormat(value, format), `a valid ${format}`],
  ];
  return rules
    .filter(([isBroken]) => isBroken)
    .map(([, rule]) => invalid(path, value, `${path} in body should be ${rule}`));
}

function arrayProblems(value: unknown[], schema: StructuralSchema, path: string): StatusCause[] {
  const { minItems = 0, maxItems, items, uniqueItems } = schema;
  const problems: StatusCause[] = [];
  if (value.length < minItems) {
    problems.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && value.length > maxItems) problems.push(tooMany(path, value.length, maxItems));
  const isSet = uniqueItems === true || schema['x-kubernetes-list-type'] === 'set';
  if (isSet && value.some((item, at) => value.findIndex((other) => isSameJson(other, item)) < at)) {
    problems.push(invalid(path, value, `${path} in body shouldn't contain duplicates`));
  }
  if (items === undefined) return problems;
  return [...problems, ...value.flatMap((item, at) => schemaProblems(item, items, child(path, at)))];
}

function objectProblems(
  value: Record<string, unknown>,
  schema: StructuralSchema,
  path: string,
): StatusCause[] {
  const count = Object.keys(value).length;
  const { minProperties = 0, maxProperties } = schema;
  const problems = (schema.required ?? [])
    .filter((name) => value[name] === undefined)
    .map((name) => required(child(path, name)));
  if (count < minProperties) {
    problems.push(invalid(path, count, `${path} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && count > maxProperties)
    problems.push(tooMany(path, count, maxProperties));
  for (const [name, field] of Object.entries(value)) {
    const known = schemaOfField(schema, name);
    if (known !== undefined && field !== undefined)
      problems.push(...schemaProblems(field, known, child(path, name)));
  }
  return problems;
}

function combinationProblems(value: unknown, schema: StructuralSchema, path: string): StatusCause[] {
  const { allOf = [], anyOf, oneOf, not } = schema;
  const satisfies = (option: StructuralSchema) => schemaProblems(value, option, path).length === 0;
  const problems = allOf.flatMap((part) => schemaProblems(value, part, path));
  if (anyOf !== undefined && !anyOf.some(satisfies)) {
    problems.push(invalid(path, value, `${path} in body must validate at least one schema (anyOf)`));
  }
  const matching = oneOf?.filter(satisfies).length;
  if (matching !== undefined && matching !== 1) {
    const found = matching === 0 ? 'none valid' : `${matching} valid alternatives`;
    problems.push(
      invalid(path, value, `${path} in body must validate one and only one schema (oneOf). Found ${found}`),
    );
  }
  if (not !== undefined && satisfies(not)) {
    problems.push(invalid(path, value, `${path} in body must not validate the schema (not)`));
  }
  return problems;
}
