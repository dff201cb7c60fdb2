import * as z from 'zod';
import { goObject, optional } from './decode.js';

/** What a timer can count, 24 days. */
const longestTtlMs = 2 ** 31 - 1;
export const ttlMs = z.number().positive().max(longestTtlMs);
export const seed = z.int().min(0);

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

function shortestFloat32(value: number): number {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(float.toPrecision(digits));
    if (Math.fround(candidate) === float) return candidate;
  }
  return Number(float.toPrecision(9));
}
