import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { badRequest, type FieldError } from './problem.js';

/**
 * Checks every argument that names a schema, as in `@Body({ schema })`, and answers 400 with all that is
 * wrong.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!metadata.schema) return value;
    const result = await metadata.schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const errors = result.issues.flatMap((issue) => fieldErrors(issue, value, metadata));
    const detail = errors.map((error) => `${error.field} ${error.message}`).join('; ');
    throw badRequest('validation-failed', `${detail}. Correct the request and send it again.`, errors);
  }
}

type Issue = StandardSchemaV1.Issue & { keys?: readonly string[] };

/** Zod reports all unknown keys of an object as one issue. */
function fieldErrors(issue: Issue, input: unknown, { type, data }: ArgumentMetadata): FieldError[] {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const fullPath = data === undefined ? path : [data, ...path];
  if (issue.keys) {
    return issue.keys.map((key) => ({
      field: pathText([...fullPath, key]),
      message: 'is not known: leave it out',
    }));
  }
  return [
    { field: pathText(fullPath) || type, message: `${shown(valueAt(input, path))}: it ${issue.message}` },
  ];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], input);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The value as JSON, cut short: an error should not repeat a whole request. */
function shown(value: unknown): string {
  if (value === undefined) return 'is missing';
  const text = JSON.stringify(value);
  return `is ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`;
}
