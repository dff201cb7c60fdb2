import { FaultError } from '@chaos-workshop/fault-link';
import * as z from 'zod';

/** Throws FaultError `invalid` that says where in the body what is wrong. */
export function decode<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw new FaultError('invalid', `bad request body: ${problems.join('; ')}`);
}

/** JSON null means not given, as for Go's decoder. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Reads an object as Go's decoder does: names of fields in any case, null as empty, unknown fields ignored. */
export function goObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => withNames(Object.keys(shape), value ?? {}), z.object(shape));
}

/** The fields of these names, in whatever case they were written. */
export function withNames(names: readonly string[], given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const nameOf = new Map(names.map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      const name = nameOf.get(key.toLowerCase());
      return name === undefined ? [] : [[name, value]];
    }),
  );
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new FaultError('invalid', 'bad request body: EOF');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Go's decoder stops reading behind the first value.
    const [, end] = /^Unexpected non-whitespace character after JSON at position (\d+)/.exec(message) ?? [];
    if (end !== undefined) return JSON.parse(text.slice(0, Number(end)));
    throw new FaultError('invalid', `bad request body: ${message}`);
  }
}
