import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { untraced } from '../telemetry/trace-context.js';
import type { Database } from './database.js';

/** Sees to it that the database has its schema: as soon as it is there at first, and again should it come back empty. */
export class SchemaKeeper {
  readonly #logger = new Logger('database');
  readonly #stop = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly intervalMs = 500,
  ) {}

  async start(): Promise<void> {
    for (let round = 0; !this.#stop.signal.aborted; round++) {
      if (!this.database.hasSchema) await this.#apply(round);
      await sleep(this.intervalMs, undefined, { ref: false });
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #apply(round: number): Promise<void> {
    try {
      await untraced(() => this.database.applySchema(this.#stop.signal));
      this.#logger.log('ready');
    } catch (error) {
      const isNews = round % 20 === 0; // at first, and then every ten seconds or so
      if (isNews) this.#logger.warn({ msg: 'waiting for the database', cause: (error as Error).message });
    }
  }
}
