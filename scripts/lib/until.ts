// Waiting for a condition.
import { setTimeout as sleep } from 'node:timers/promises';

/** @throws after `withinMs`, saying what was waited for. */
export async function until(
  condition: () => Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s for ${what}`);
    await sleep(100);
  }
}
