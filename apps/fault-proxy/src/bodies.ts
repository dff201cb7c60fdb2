import { FaultError } from '@chaos-workshop/fault-link';
import * as z from 'zod';

/** JSON null means not given, as for Go's decoder. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const attributes = z.record(z.string(), z.number());
const strings = z.record(z.string(), z.string());
const pair = z.tuple([z.string(), z.string()]);

export const proxyBody = z.object({
  name: optional(z.string()),
  listen: optional(z.string()),
  upstream: optional(z.string()),
  enabled: optional(z.boolean()),
});
export type ProxyBody = z.output<typeof proxyBody>;

export const populateBody = z.array(proxyBody);

export const toxicBody = z.object({
  name: optional(z.string()),
  type: optional(z.string()),
  stream: optional(z.string()),
  toxicity: optional(z.number()),
  attributes: optional(attributes),
});

export const toxicChangeBody = toxicBody.pick({ toxicity: true, attributes: true });

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

/** What a timer can count, 24 days. */
const longestTtlMs = 2 ** 31 - 1;

export const faultBody = z.strictObject({
  ttlMs: z.number().positive().max(longestTtlMs).optional(),
  seed: z.int().min(0).optional(),
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
    throw new FaultError(
      'invalid',
      `bad request body: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
