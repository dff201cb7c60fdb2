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

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
