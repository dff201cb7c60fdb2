import { compose, type Policy, sleep, timeout } from '@chaos-workshop/resilience';
import { inTrace } from '@chaos-workshop/service-kit';
import { Logger } from '@nestjs/common';
import type { OrderConfig } from '../config.js';
import type { LoyaltyClient } from './loyalty.client.js';
import type { Outbox, OutboxEntry } from './outbox.js';

const batch = 50;

/**
 * Tells loyalty about every order, at least once: an entry stays in the outbox until loyalty has acknowledged it, so a crash
 * in between only means telling it again. Replicas may tell the same; loyalty counts an order once.
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
      await this.#deliverSome().catch((error: Error) =>
        this.#logger.warn({ msg: 'try again later', cause: error.message }),
      );
      await this.#pause();
    }
  }

  async #deliverSome(): Promise<void> {
    await this.#deadline.execute(
      async (signal) => {
        const entries = await this.outbox.some(batch, signal);
        const results = await Promise.allSettled(entries.map((entry) => this.#deliver(entry, signal)));
        const failed = results.filter((result) => result.status === 'rejected');
        if (failed[0])
          this.#logger.warn({
            msg: `${failed.length} orders still to tell`,
            cause: String(failed[0].reason),
          });
      },
      AbortSignal.any([this.#round.signal, this.#stop.signal]),
    );
  }

  async #deliver(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { traceparent, ...order } = entry;
    await inTrace(traceparent, () => this.loyalty.tell(order, signal));
    await this.outbox.remove(order.orderId, signal);
  }

  async #pause(): Promise<void> {
    const pause = new AbortController();
    const signal = AbortSignal.any([pause.signal, this.#stop.signal]);
    await Promise.race([sleep(this.config.relayIntervalMs, signal), this.#woken.promise]).catch(() => {});
    pause.abort();
  }
}
