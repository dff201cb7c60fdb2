import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { badRequest, type FieldError } from './problem.js';

/** Checks every argument that names a schema, as in `@Body({ schema })`, and answers 400 with all that is wrong. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!metadata.schema) return value;
    const result = await metadata.schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const errors = result.issues.map((issue) => fieldError(issue, value, metadata));
    const detail = errors.map((error) => `${error.field} ${error.message}`).join('; ');
    throw badRequest('validation-failed', `${detail}. Correct the request and send it again.`, errors);
  }
}

function fieldError(
  issue: StandardSchemaV1.Issue,
  input: unknown,
  { type, data }: ArgumentMetadata,
): FieldError {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null)?.[key],
    input,
  );
  const field = pathText(data === undefined ? path : [data, ...path]) || type;
  return { field, message: `${value === undefined ? 'is missing' : `is ${shown(value)}`}: ${issue.message}` };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The value as JSON, cut short: an error should not repeat a whole request. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
