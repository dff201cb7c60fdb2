import type { Clock } from './clock.js';
import type { Flow, Signal } from './flow.js';
import { Queue } from './queue.js';
import type { Outlet, Toxic } from './toxic.js';

export interface StageOptions {
  readonly clock: Clock;
  readonly bufferBytes: number;
  /** Bytes (0 for a signal) that the toxic delayed, cut or dropped. */
  readonly onTouched: (bytes: number) => void;
  /** Something that was held has left. */
  readonly onReleased: () => void;
  readonly onBreakOff: (how: 'close' | 'reset') => void;
}

interface Held {
  readonly content: Buffer | Signal;
  readonly arrivedAt: number;
  readonly dueAt: number;
  readonly gapMs: number;
}

/**
 * One place in a chain: asks its toxic what becomes of each chunk, keeps what has to wait, in order, and hands it on
 * when it is due. All changes are synchronous, so no byte can slip past one.
 */
export class Stage implements Flow, Outlet {
  next: Flow;
  now = 0;
  arrivedAt = 0;
  readonly #options: StageOptions;
  #toxic: Toxic | undefined;
  readonly #held = new Queue<Held>();
  #heldBytes = 0;
  /** The chunk at hand, until the toxic has passed it as it came. */
  #untouchedUntilPassed: Buffer | Signal | undefined;
  #notBefore = -Infinity;
  #handedAt = -Infinity;
  #cancelRelease: (() => void) | undefined;
  #cancelBreakOff: (() => void) | undefined;

  constructor(next: Flow, options: StageOptions) {
    this.next = next;
    this.#options = options;
  }

  get toxic(): Toxic | undefined {
    return this.#toxic;
  }

  get isFull(): boolean {
    return this.#heldBytes >= this.#options.bufferBytes;
  }

  /** Puts a toxic to work, the first or another one; what the one before it held is decided again. */
  start(toxic: Toxic): void {
    const held = this.#stop();
    this.#toxic = toxic;
    this.now = this.#options.clock.now();
    this.arrivedAt = this.now;
    toxic.begin?.(this);
    for (const { content, arrivedAt } of held) this.#decide(content, arrivedAt);
    if (held.length > 0) this.#options.onReleased();
  }

  /** Ends the toxic; everything it held goes on at once. */
  flush(): void {
    const held = this.#stop();
    this.#toxic = undefined;
    this.now = this.#options.clock.now();
    for (const item of held) this.#hand(item.content, item.dueAt);
  }

  /** Ends the toxic; everything it held is lost, because the connection is. */
  discard(): void {
    this.#stop();
    this.#toxic = undefined;
  }

  data(data: Buffer, at: number): void {
    this.#enter(data, at);
    if (this.#untouchedUntilPassed !== undefined) this.#options.onTouched(data.length);
  }

  signal(signal: Signal, at: number): void {
    this.#enter(signal, at);
    if (this.#untouchedUntilPassed !== undefined) this.#options.onTouched(0);
  }

  pass(data: Buffer, dueAt: number, gapMs = 0): void {
    this.#schedule(data, dueAt, gapMs);
  }

  passSignal(signal: Signal, dueAt: number): void {
    this.#schedule(signal, dueAt, 0);
  }

  breakOff(how: 'close' | 'reset', dueAt: number): void {
    this.#cancelBreakOff?.();
    this.#cancelBreakOff = this.#options.clock.after(dueAt - this.now, () => this.#options.onBreakOff(how));
  }

  #enter(content: Buffer | Signal, at: number): void {
    this.now = this.#options.clock.now();
    this.#untouchedUntilPassed = content;
    this.#decide(content, at);
  }

  #decide(content: Buffer | Signal, arrivedAt: number): void {
    const toxic = this.#toxic;
    this.arrivedAt = arrivedAt;
    if (typeof content !== 'string') toxic?.data(content, this);
    else if (toxic?.signal) toxic.signal(content, this);
    else this.#schedule(content, this.now, 0);
  }

  #schedule(content: Buffer | Signal, dueAt: number, gapMs: number): void {
    const isDue = dueAt <= this.now;
    if (isDue && content === this.#untouchedUntilPassed) this.#untouchedUntilPassed = undefined;
    if (isDue && this.#held.length === 0 && this.#notBefore <= this.now) {
      this.#hand(content, dueAt);
      this.#notBefore = this.now + gapMs;
      return;
    }
    this.#held.push({ content, arrivedAt: this.arrivedAt, dueAt, gapMs });
    this.#heldBytes += sizeOf(content);
    if (this.#held.length === 1) this.#armRelease();
  }

  /** The next stage counts from the time the piece was due, so that late timers do not add up. */
  #hand(content: Buffer | Signal, dueAt: number): void {
    const at = Math.min(this.now, Math.max(dueAt, this.#handedAt));
    this.#handedAt = at;
    if (typeof content === 'string') this.next.signal(content, at);
    else this.next.data(content, at);
  }

  #release(): void {
    this.now = this.#options.clock.now();
    for (let item = this.#held.peek(); item && this.#isReady(item); item = this.#held.peek()) {
      this.#held.shift();
      this.#heldBytes -= sizeOf(item.content);
      this.#notBefore = item.gapMs > 0 ? this.now + item.gapMs : this.#notBefore;
      this.#hand(item.content, item.dueAt);
    }
    this.#armRelease();
    this.#options.onReleased();
  }

  #isReady(item: Held): boolean {
    return item.dueAt <= this.now && this.#notBefore <= this.now;
  }

  #armRelease(): void {
    this.#cancelRelease?.();
    this.#cancelRelease = undefined;
    const first = this.#held.peek();
    if (!first || first.dueAt === Infinity) return;
    const waitMs = Math.max(first.dueAt, this.#notBefore) - this.now;
    this.#cancelRelease = this.#options.clock.after(waitMs, () => this.#release());
  }

  #stop(): Held[] {
    this.#cancelRelease?.();
    this.#cancelBreakOff?.();
    this.#cancelRelease = undefined;
    this.#cancelBreakOff = undefined;
    this.#heldBytes = 0;
    this.#notBefore = -Infinity;
    return this.#held.takeAll();
  }
}

function sizeOf(content: Buffer | Signal): number {
  return typeof content === 'string' ? 0 : content.length;
}
