// A short name for a pod template: equal templates have equal hashes, whatever the order of their fields.
import { createHash } from 'node:crypto';

/** The letters of Kubernetes' generated names: no vowels, so no words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** `attempt` gives another hash of the same content, for when the name is taken. */
export function templateHash(content: unknown, attempt = 0): string {
  const digest = createHash('sha256')
    .update(`${attempt}${canonical(content)}`)
    .digest();
  return [...digest.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

export function isSameTemplate(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** Fields in order of name. Absent, null and empty mean the same, as in Kubernetes' own comparison. */
function canonical(value: unknown): string {
  return JSON.stringify(normalise(value) ?? null);
}

function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.length ? value.map((item) => normalise(item) ?? null) : undefined;
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const fields = Object.entries(value)
    .map(([key, inner]) => [key, normalise(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return fields.length ? Object.fromEntries(fields) : undefined;
}
