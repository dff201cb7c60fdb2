import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with the first value that is neither false nor undefined; rejects when there is none for ten seconds. */
export async function until<T>(what: string, look: () => T | false | undefined): Promise<T> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const found = look();
    if (found !== false && found !== undefined) return found;
    await sleep(5);
  }
  throw new Error(`waited ten seconds for ${what}`);
}
