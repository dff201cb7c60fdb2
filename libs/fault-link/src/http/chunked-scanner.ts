/** Follows a chunked body (RFC 9112 §7.1) through its bytes, to see where it ends and what it carries. */
export class ChunkedScanner {
  readonly #onContent: (content: Buffer) => void;
  /** `lost`: not chunked after all, so everything up to the end of the connection belongs to it. */
  #state: 'size' | 'content' | 'after-content' | 'trailer' | 'done' | 'lost' = 'size';
  #line = '';
  #left = 0;

  constructor(onContent: (content: Buffer) => void = () => {}) {
    this.#onContent = onContent;
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** Returns how many of these bytes belong to the body. */
  scan(data: Buffer): number {
    let at = 0;
    while (at < data.length && this.#state !== 'done') {
      if (this.#state === 'lost') return data.length;
      at = this.#state === 'content' ? this.#scanContent(data, at) : this.#scanLine(data, at);
    }
    return at;
  }

  #scanContent(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + this.#left);
    this.#left -= end - at;
    this.#onContent(data.subarray(at, end));
    if (this.#left === 0) this.#state = 'after-content';
    return end;
  }

  #scanLine(data: Buffer, at: number): number {
    const end = data.indexOf(10, at);
    this.#line += data.toString('latin1', at, end < 0 ? data.length : end);
    if (end < 0) return data.length;
    const line = this.#line.trim();
    this.#line = '';
    this.#endLine(line);
    return end + 1;
  }

  #endLine(line: string): void {
    if (this.#state === 'after-content') this.#state = 'size';
    else if (this.#state === 'trailer') this.#state = line === '' ? 'done' : 'trailer';
    else this.#startChunk(line);
  }

  #startChunk(line: string): void {
    const [, size] = /^([\da-f]{1,12})\s*(?:;.*)?$/i.exec(line) ?? [];
    if (size === undefined) {
      this.#state = 'lost';
      return;
    }
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'content';
  }
}
