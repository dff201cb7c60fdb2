// How a load is doing: one line that changes on a terminal, a line every five seconds elsewhere.
import type { LoadCommand } from './options.js';
import type { Served } from './run-load.js';

const clearLine = '\r\u001B[2K';

export class LoadProgress {
  readonly #command: LoadCommand;
  readonly #out: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout | undefined;
  #recent: Served[] = [];
  #count = 0;
  #failedAttempts = 0;

  constructor(
    command: LoadCommand,
    { silent, out = process.stdout }: { silent: boolean; out?: NodeJS.WriteStream },
  ) {
    this.#command = command;
    this.#out = out;
    if (!silent) this.#timer = setInterval(() => this.#draw(), out.isTTY ? 250 : 5_000).unref();
  }

  served(served: Served): void {
    this.#count += 1;
    this.#failedAttempts += served.failures.length;
    this.#recent.push(served);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#timer && this.#out.isTTY) this.#out.write(clearLine);
  }

  /** Rate and latency of the last five seconds. */
  #draw(): void {
    const since = Date.now() - 5_000;
    this.#recent = this.#recent.filter(({ endedAt }) => endedAt > since);
    const latencies = this.#recent.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
    const p95 = latencies[Math.ceil(0.95 * latencies.length) - 1];
    const line = [
      `${this.#count} of ${this.#command.orders} orders`,
      `${(this.#recent.length / 5).toFixed(1)}/s`,
      `p95 ${p95 === undefined ? '–' : `${p95.toFixed(0)} ms`}`,
      `${this.#failedAttempts} failed attempts`,
    ].join(' · ');
    this.#out.write(this.#out.isTTY ? clearLine + line : `${line}\n`);
  }
}
