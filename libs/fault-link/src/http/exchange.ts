import { sleep } from '../clock.js';
import type { Clock } from '../clock.js';
import type { Random } from '../random.js';
import type { RequestHead, ResponseHead } from './head.js';
import type { InstalledRule } from './installed-rule.js';
import type { Message } from './message.js';
import { patchRequest, patchResponse, replaceRequest, replaceResponse } from './rewrite.js';
import type { HttpAnswer } from './rule.js';

/** What becomes of a message once the rules have acted on it. */
export type Outcome = 'pass' | 'abort' | HttpAnswer;

export interface ExchangeOptions {
  readonly upstream: string;
  /** The rules in force right now. */
  readonly rules: () => readonly InstalledRule[];
  readonly clock: Clock;
}

/** One request and its response, and what the rules make of them. */
export class Exchange {
  readonly request: Message<RequestHead>;
  readonly #untouched: RequestHead;
  readonly #options: ExchangeOptions;
  readonly #chances = new Map<InstalledRule, Random>();

  constructor(request: Message<RequestHead>, options: ExchangeOptions) {
    this.request = request;
    this.#untouched = request.head;
    this.#options = options;
    // Chance goes by the order in which requests arrive, whatever delays they meet later.
    for (const rule of this.#concerned()) {
      if (rule.matches(this.#untouched)) this.#chances.set(rule, rule.chanceOfNextRequest());
    }
  }

  async actOnRequest(): Promise<Outcome> {
    const { request } = this;
    for (const installed of this.#concerned()) {
      const { target, replace, patch } = installed.rule;
      if (target !== 'Request' || !installed.matches(request.head)) continue;
      const outcome = await this.#act(installed);
      if (outcome === undefined) continue;
      if (outcome !== 'pass') return outcome;
      if (replace) replaceRequest(request, replace);
      if (patch) await patchRequest(request, patch);
    }
    return 'pass';
  }

  async actOnResponse(response: Message<ResponseHead>): Promise<Outcome> {
    for (const installed of this.#concerned()) {
      const { target, replace, patch } = installed.rule;
      if (target !== 'Response' || !installed.matches(this.request.head, response.head)) continue;
      const outcome = await this.#act(installed);
      if (outcome === undefined) continue;
      if (outcome !== 'pass') return outcome;
      if (replace) replaceResponse(response, replace);
      if (patch) await patchResponse(response, patch);
    }
    return 'pass';
  }

  #concerned(): readonly InstalledRule[] {
    const { rules, upstream } = this.#options;
    return rules().filter((rule) => rule.concerns(upstream, this.#untouched));
  }

  /** Draws, then aborts, delays and answers as the rule says; nothing when chance spared the message. */
  async #act(installed: InstalledRule): Promise<Outcome | undefined> {
    const { percent = 100, abort, delay, respond } = installed.rule;
    const chance = this.#chances.get(installed) ?? installed.chanceOfNextRequest();
    this.#chances.set(installed, chance);
    if (chance.next() * 100 >= percent) return undefined;
    installed.tally.request(this);
    if (abort) return 'abort';
    if (delay) {
      const delayMs = delay.minMs + chance.next() * (delay.maxMs - delay.minMs);
      await sleep(this.#options.clock, delayMs, installed.lifted);
      if (installed.lifted.aborted) return undefined;
    }
    return respond ?? 'pass';
  }
}
