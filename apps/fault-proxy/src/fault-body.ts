import * as z from 'zod';
import { seed, ttlMs } from './bodies.js';

const attributes = z.record(z.string(), z.number());
const strings = z.record(z.string(), z.string());
const pair = z.tuple([z.string(), z.string()]);

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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
