import { z } from 'zod';

/** One environment variable: its name, and how its text becomes a value. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  name: string;
  schema: Schema;
}

export function variable<Schema extends z.ZodType>(name: string, schema: Schema): Variable<Schema> {
  return { name, schema };
}

/** `"250ms"`, `"8s"`, `"2m"` → milliseconds. */
export function duration(preset: string) {
  const unitMs = { ms: 1, s: 1000, m: 60_000 };
  return z
    .string()
    .regex(/^\d+(ms|s|m)$/, 'must be a duration such as 250ms, 8s or 2m')
    .transform((text) => {
      const unit = /[a-z]+$/.exec(text)![0] as keyof typeof unitMs;
      return Number.parseInt(text, 10) * unitMs[unit];
    })
    .prefault(preset);
}

/** A whole number in a range, both ends included. */
export function wholeNumber(range: { min: number; max: number }, preset: number) {
  const rule = `must be a whole number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(/^\d+$/, rule)
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, rule)
    .prefault(String(preset));
}

export function choice<const Choices extends readonly [string, ...string[]]>(
  choices: Choices,
  preset: Choices[number],
) {
  return z.enum(choices, { error: `must be one of ${choices.join(', ')}` }).prefault(preset as never);
}

/**
 * A URL of one of the protocols, without a slash at its end. The example is what the error tells people to
 * write.
 */
export function url(protocols: readonly string[], example: string) {
  const isUrl = (text: string) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1));
  return z
    .string({ error: `must be set, for example to ${example}` })
    .refine(isUrl, `must be a URL like ${example}`)
    .transform((text) => text.replace(/\/+$/, ''));
}

export const httpUrl = (example: string) => url(['http', 'https'], example);
export const mysqlUrl = (example: string) => url(['mysql'], example);
export const redisUrl = (example: string) => url(['redis', 'rediss'], example);
