// Lines as they come; on a terminal also one line at the bottom that shows what is under way.
import { styleText } from 'node:util';
import type { CustomerEvent } from '../events.js';
import { linesOf, type Paint } from './words.js';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clearLine = '\r\u001B[2K';

type Terminal = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

export class TerminalReport {
  readonly #out: Terminal;
  readonly #paint: Paint;
  readonly #underWay = new Map<number, string>();
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: Terminal = process.stdout) {
    this.#out = out;
    this.#paint = (style, text) => (out.isTTY ? styleText(style, text, { validateStream: false }) : text);
  }

  tell(event: CustomerEvent): void {
    this.#follow(event);
    const lines = linesOf(event, this.#paint);
    if (lines.length > 0) this.#out.write(`${this.#out.isTTY ? clearLine : ''}${lines.join('\n')}\n`);
    if (event.event === 'summary') this.stop();
    else this.#draw();
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#timer) this.#out.write(clearLine);
    this.#timer = undefined;
  }

  /** What each test that is under way does just now. */
  #follow(event: CustomerEvent): void {
    if (event.event === 'test-started') this.#underWay.set(event.test, 'ordering');
    if (event.event === 'attempt' && event.againInMs !== undefined)
      this.#underWay.set(event.test, `attempt ${event.attempt + 1} after ${event.status ?? event.error}`);
    if (event.event === 'placed') this.#underWay.set(event.test, 'placed, checking');
    if (event.event === 'test') this.#underWay.delete(event.test);
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    this.#timer ??= setInterval(() => this.#draw(), 80).unref();
    this.#frame = (this.#frame + 1) % frames.length;
    const tests = [...this.#underWay].map(([test, doing]) => `test ${test}: ${doing}`).join(' · ');
    const line = `${frames[this.#frame]} ${tests || 'preparing'}`;
    this.#out.write(clearLine + line.slice(0, (this.#out.columns || 80) - 1));
  }
}
