import { FaultError } from '@chaos-workshop/fault-link';
import * as z from 'zod';

/** JSON null means not given, as for Go's decoder. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Reads an object as Go's decoder does: names of fields in any case, null as empty, unknown fields ignored. */
function goObject<Shape extends z.ZodRawShape>(shape: Shape) {
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

const attributes = z.record(z.string(), z.number());
const strings = z.record(z.string(), z.string());
const pair = z.tuple([z.string(), z.string()]);

/** What a timer can count, 24 days. */
const longestTtlMs = 2 ** 31 - 1;
const ttlMs = z.number().positive().max(longestTtlMs);
const seed = z.int().min(0);

/** A 32-bit float, shown as Go shows it: with as few digits as tell it from its neighbours. */
const toxicity = z
  .number()
  .refine((value) => Number.isFinite(Math.fround(value)), 'is too large')
  .transform(shortestFloat32);

const toxicChange = {
  toxicity: optional(toxicity),
  attributes: optional(z.record(z.string(), z.unknown())),
  ttl: optional(ttlMs),
};

export const toxicChangeBody = goObject(toxicChange);
export type ToxicChangeBody = z.output<typeof toxicChangeBody>;

export const toxicBody = goObject({
  ...toxicChange,
  name: optional(z.string()),
  type: optional(z.string()),
  stream: optional(z.string()),
  seed: optional(seed),
  scope: optional(z.enum(['connection', 'request'])),
  first: optional(z.int().min(1)),
});
export type ToxicBody = z.output<typeof toxicBody>;

const proxyChange = {
  listen: optional(z.string()),
  upstream: optional(z.string()),
  enabled: optional(z.boolean()),
};

export const proxyChangeBody = goObject(proxyChange);

export const proxyBody = goObject({
  ...proxyChange,
  name: optional(z.string()),
  protocol: optional(z.enum(['tcp', 'http'])),
  toxics: optional(z.array(toxicBody)),
});
export type ProxyBody = z.output<typeof proxyBody>;

export const populateBody = z.preprocess((value) => value ?? [], z.array(proxyBody));

export const putProxyBody = z.strictObject({
  name: z.string().optional(),
  listen: z.string().optional(),
  protocol: z.enum(['tcp', 'http']).default('tcp'),
  upstreams: z.array(z.strictObject({ name: z.string().min(1), address: z.string() })),
  enabled: z.boolean().default(true),
});

const code = z.int().min(200).max(599);

const respond = z.strictObject({ status: code, headers: strings.optional(), body: z.string().optional() });

const replace = z.strictObject({
  path: z.string().startsWith('/').optional(),
  method: z.string().min(1).optional(),
  code: code.optional(),
  body: z.base64().optional(),
  queries: strings.optional(),
  headers: strings.optional(),
});

const patch = z.strictObject({
  body: z
    .strictObject({ type: z.literal('JSON'), value: z.string().refine(isJson, 'is not JSON') })
    .optional(),
  queries: z.array(pair).optional(),
  headers: z.array(pair).optional(),
});

const match = z.strictObject({
  path: z.string().optional(),
  method: z.string().optional(),
  code: z.int().optional(),
  requestHeaders: strings.optional(),
  responseHeaders: strings.optional(),
});

const delay = z
  .strictObject({ minMs: z.number().min(0), maxMs: z.number().min(0) })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, 'minMs is more than maxMs');

const httpRule = z.strictObject({
  proxy: z.string(),
  upstream: z.string().optional(),
  target: z.enum(['Request', 'Response']),
  match: match.optional(),
  percent: z.number().min(0).max(100).optional(),
  standDownHeader: z.string().min(1).optional(),
  delay: delay.optional(),
  abort: z.boolean().optional(),
  respond: respond.optional(),
  replace: replace.optional(),
  patch: patch.optional(),
});

const toxicEntry = z.strictObject({
  proxy: z.string(),
  upstream: z.string().optional(),
  type: z.string(),
  stream: z.enum(['upstream', 'downstream']),
  toxicity: z.number().optional(),
  attributes: attributes.optional(),
});

export const faultBody = z.strictObject({
  ttlMs: ttlMs.optional(),
  seed: seed.optional(),
  toxics: z.array(toxicEntry).default([]),
  http: z.array(httpRule).default([]),
});

/** Throws FaultError `invalid` that says where in the body what is wrong. */
export function decode<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw new FaultError('invalid', `bad request body: ${problems.join('; ')}`);
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

function shortestFloat32(value: number): number {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(float.toPrecision(digits));
    if (Math.fround(candidate) === float) return candidate;
  }
  return Number(float.toPrecision(9));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
