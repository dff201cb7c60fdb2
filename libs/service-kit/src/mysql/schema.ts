import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Database } from './database.js';

/**
 * Brings the database into shape, and keeps trying while there is none. Each statement must be repeatable
 * (`CREATE TABLE IF NOT EXISTS`, `INSERT IGNORE`), because every start and every replica runs them all.
 */
export class Schema {
  readonly #logger = new Logger('schema');
  readonly #stop = new AbortController();
  #applied = false;

  constructor(
    private readonly database: Database,
    private readonly statements: readonly string[],
    private readonly retryMs = 500,
  ) {}

  get isApplied(): boolean {
    return this.#applied;
  }

  async apply(): Promise<void> {
    for (let attempt = 1; !this.#applied; attempt++) {
      try {
        for (const statement of this.statements) await this.database.change(statement, [], this.#stop.signal);
        this.#applied = true;
        this.#logger.log({ msg: 'the database is ready', attempt });
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#report(attempt, error as Error);
        await sleep(this.retryMs);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Says it at first and then every ten seconds or so. */
  #report(attempt: number, error: Error): void {
    if (attempt % 20 !== 1) return;
    this.#logger.warn({ msg: 'waiting for the database', attempt, cause: error.message });
  }
}
