import type { Random } from '../random.js';
import type { Tally } from '../tally.js';
import type { RequestHead, ResponseHead } from './head.js';
import { isStoodDown, matches } from './rule.js';
import type { HttpRule } from './rule.js';

/** A rule in force on a proxy. */
export class InstalledRule {
  readonly rule: HttpRule;
  readonly tally: Tally;
  /** The fault that it belongs to. */
  readonly owner: string;
  readonly #random: Random;
  readonly #lift = new AbortController();
  #requests = 0;

  constructor(rule: HttpRule, options: { random: Random; tally: Tally; owner: string }) {
    this.rule = rule;
    this.tally = options.tally;
    this.owner = options.owner;
    this.#random = options.random;
  }

  /** Aborted when the rule is no longer in force: what it delays goes on at once. */
  get lifted(): AbortSignal {
    return this.#lift.signal;
  }

  lift(): void {
    this.#lift.abort();
  }

  /** Whether the request, as the client sent it, is one for this rule. */
  concerns(upstream: string, untouched: RequestHead): boolean {
    const { rule } = this;
    return (rule.upstream === undefined || rule.upstream === upstream) && !isStoodDown(rule, untouched);
  }

  matches(request: RequestHead, response?: ResponseHead): boolean {
    return matches(this.rule, request, response);
  }

  /** The chance of the next request: the n-th to meet this rule draws the same with the same seed. */
  chanceOfNextRequest(): Random {
    this.#requests += 1;
    return this.#random.fork(this.#requests);
  }
}
