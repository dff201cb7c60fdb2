// The log of one run of a container: appended with timestamps, rotated by size, read back as `kubectl logs` asks.
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

import { formatLine, LineCutter, type LogLine, type LogStream, parseLine } from './log-lines.js';

export interface LogFileOptions {
  /** The file moves to `<path>.1` when it has grown to this size. Default 10 MB, as the kubelet's. */
  maxBytes?: number;
}

export interface LogReadOptions {
  /** Go on with lines as they come, until the log is closed or the signal aborts. */
  follow?: boolean;
  tailLines?: number;
  /** Only lines from this time on, milliseconds since the epoch. */
  sinceMs?: number;
  timestamps?: boolean;
  limitBytes?: number;
}

export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #cutters = { stdout: new LineCutter(), stderr: new LineCutter() };
  readonly #followers = new Set<(line: Buffer | undefined) => void>();
  #fd: number;
  #size: number;
  #isClosed = false;

  constructor(path: string, options: LogFileOptions = {}) {
    this.#path = path;
    this.#maxBytes = options.maxBytes ?? 10_000_000;
    this.#fd = openSync(path, 'a', 0o600);
    this.#size = statSync(path).size;
  }

  append(stream: LogStream, chunk: Buffer): void {
    if (this.#isClosed) return;
    for (const { text, isPart } of this.#cutters[stream].cut(chunk)) {
      this.#write(formatLine(stream, text, isPart));
    }
  }

  /** Writes what had no line end yet, and ends all who follow. */
  close(): void {
    if (this.#isClosed) return;
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.#cutters[stream].rest();
      if (rest.length) this.#write(formatLine(stream, rest, true));
    }
    this.#isClosed = true;
    closeSync(this.#fd);
    for (const follower of this.#followers) follower(undefined);
  }

  /** Closes the log and removes its files. */
  remove(): void {
    this.close();
    for (const path of this.#paths()) rmSync(path, { force: true });
  }

  async *read(options: LogReadOptions, signal: AbortSignal): AsyncGenerator<Buffer> {
    let budget = options.limitBytes ?? Infinity;
    for await (const line of this.#lines(options, signal)) {
      const bytes = render(line, options).subarray(0, budget);
      budget -= bytes.length;
      if (bytes.length) yield bytes;
      if (budget <= 0) return;
    }
  }

  async *#lines(options: LogReadOptions, signal: AbortSignal): AsyncGenerator<LogLine> {
    const queue: (Buffer | undefined)[] = [];
    let wake = () => {};
    const follower = (line: Buffer | undefined) => {
      queue.push(line);
      wake();
    };
    if (options.follow && !this.#isClosed) this.#followers.add(follower);
    const abort = () => follower(undefined);
    signal.addEventListener('abort', abort);
    try {
      yield* select(this.#stored(), options);
      while (this.#followers.has(follower) && !signal.aborted) {
        while (queue.length > 0) {
          const line = queue.shift();
          if (!line) return;
          yield parseLine(line.toString().slice(0, -1));
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#followers.delete(follower);
      signal.removeEventListener('abort', abort);
    }
  }

  #stored(): LogLine[] {
    return this.#paths()
      .filter((path) => existsSync(path))
      .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map(parseLine);
  }

  /** Oldest first. */
  #paths(): string[] {
    return [`${this.#path}.1`, this.#path];
  }

  #write(line: Buffer): void {
    if (this.#size + line.length > this.#maxBytes) this.#rotate();
    writeSync(this.#fd, line);
    this.#size += line.length;
    for (const follower of this.#followers) follower(line);
  }

  #rotate(): void {
    closeSync(this.#fd);
    renameSync(this.#path, `${this.#path}.1`);
    this.#fd = openSync(this.#path, 'a', 0o600);
    this.#size = 0;
  }
}

function select(lines: LogLine[], { sinceMs, tailLines }: LogReadOptions): LogLine[] {
  const recent = sinceMs === undefined ? lines : lines.filter((line) => Date.parse(line.time) >= sinceMs);
  if (tailLines === undefined) return recent;
  return tailLines === 0 ? [] : recent.slice(-tailLines);
}

function render(line: LogLine, options: LogReadOptions): Buffer {
  return Buffer.from(`${options.timestamps ? `${line.time} ` : ''}${line.text}${line.isPart ? '' : '\n'}`);
}
