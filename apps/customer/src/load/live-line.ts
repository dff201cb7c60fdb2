// How something is doing: one line that changes on a terminal, a line every two seconds elsewhere.

const clearLine = '\r\u001B[2K';

export class LiveLine {
  readonly #out: NodeJS.WriteStream;
  readonly #text: () => string;
  readonly #timer: NodeJS.Timeout;

  /** @param text asked for each time the line is drawn */
  constructor(out: NodeJS.WriteStream, text: () => string) {
    this.#out = out;
    this.#text = text;
    this.#timer = setInterval(() => this.draw(), out.isTTY ? 250 : 2_000).unref();
  }

  draw(): void {
    const text = this.#text();
    this.#out.write(this.#out.isTTY ? clearLine + text.slice(0, (this.#out.columns || 80) - 1) : `${text}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#out.isTTY) this.#out.write(clearLine);
  }
}
