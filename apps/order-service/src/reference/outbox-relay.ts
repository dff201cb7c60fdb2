import { compose, type Policy, sleep, timeout } from '@chaos-workshop/resilience';
import { inTrace, untraced } from '@chaos-workshop/service-kit';
import { Logger } from '@nestjs/common';
import type { OrderConfig } from '../config.js';
import type { LoyaltyClient } from './loyalty.client.js';
import type { Outbox, OutboxEntry } from './outbox.js';

const batch = 50;

/**
 * Tells loyalty about every order, at least once: an entry stays in the outbox until loyalty has acknowledged
 * it, so a crash in between only means telling it again. Replicas may tell the same; loyalty counts an order
 * once.
 */
export class OutboxRelay {
  readonly #logger = new Logger('outbox');
  readonly #stop = new AbortController();
  readonly #deadline: Policy;
  #round = new AbortController();
  #woken = Promise.withResolvers<void>();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly outbox: Outbox,
    private readonly loyalty: LoyaltyClient,
    private readonly config: Pick<OrderConfig, 'relayIntervalMs' | 'requestDeadlineMs'>,
  ) {
    this.#deadline = compose(timeout(config.requestDeadlineMs));
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** There is something to tell. */
  wake(): void {
    this.#woken.resolve();
  }

  /** All orders were forgotten: what is being told just now is no longer true. */
  forget(): void {
    this.#round.abort();
  }

  /** Returns once loyalty knows of all this customer's orders. */
  async deliverAllOf(customerId: string, signal: AbortSignal): Promise<void> {
    const entries = await this.outbox.ofCustomer(customerId, signal);
    await Promise.all(entries.map((entry) => this.#deliver(entry, signal)));
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#round = new AbortController();
      this.#woken = Promise.withResolvers();
      await untraced(() => this.#deliverSome()).catch((error: unknown) => this.#report(error));
      await this.#pause();
    }
  }

  async #deliverSome(): Promise<void> {
    const untilStopped = AbortSignal.any([this.#round.signal, this.#stop.signal]);
    await this.#deadline.execute(async (signal) => {
      const entries = await this.outbox.some(batch, signal);
      const results = await Promise.allSettled(entries.map((entry) => this.#deliver(entry, signal)));
      const failures = results.filter((result) => result.status === 'rejected');
      if (failures.length > 0) throw new AggregateError(failures.map(({ reason }) => reason as unknown));
    }, untilStopped);
  }

  async #deliver(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { traceparent, ...order } = entry;
    await inTrace(traceparent, async () => {
      await this.loyalty.tell(order, signal);
      await this.outbox.remove(order.orderId, signal);
    });
  }

  #report(error: unknown): void {
    if (this.#stop.signal.aborted || this.#round.signal.aborted) return;
    const causes = error instanceof AggregateError ? error.errors : [error];
    this.#logger.warn({
      msg: 'orders still to tell loyalty about',
      count: causes.length,
      cause: String(causes[0]),
    });
  }

  async #pause(): Promise<void> {
    const pause = new AbortController();
    const signal = AbortSignal.any([pause.signal, this.#stop.signal]);
    await Promise.race([sleep(this.config.relayIntervalMs, signal), this.#woken.promise]).catch(() => {});
    pause.abort();
  }
}
