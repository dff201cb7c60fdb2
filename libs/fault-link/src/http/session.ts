import { STATUS_CODES } from 'node:http';
import type { Clock } from '../clock.js';
import type { Sides } from '../connection.js';
import { send } from '../flow.js';
import type { Outflow } from '../flow.js';
import type { Inbox } from '../inbox.js';
import { isBodiless, requestFraming, responseFraming } from './body.js';
import { Exchange } from './exchange.js';
import {
  formatHead,
  headerValue,
  parseRequestHead,
  parseResponseHead,
  readRequestHead,
  readResponseHead,
  withoutHeaders,
} from './head.js';
import type { Header, RequestHead, ResponseHead } from './head.js';
import type { InstalledRule } from './installed-rule.js';
import { Message } from './message.js';
import type { HttpAnswer } from './rule.js';

export interface SpeakOptions {
  readonly rules: () => readonly InstalledRule[];
  readonly clock: Clock;
  /**
   * Each request goes over a connection of its own to the upstream: none meets one that the upstream is just closing
   * because it was idle. The client's connection stays as long as the upstream takes requests at all.
   */
  readonly isFreshForEach: boolean;
}

/** Speaks HTTP/1 on an open connection until it ends. A failing exchange resets the connection. */
export function speakHttp(sides: Sides, options: SpeakOptions): void {
  new HttpSession(sides, options).run().catch(() => sides.connection.reset());
}

/**
 * One exchange after the other, each through the rules in force at that moment. Anything that is not HTTP/1 (another
 * protocol, an upgrade, CONNECT, the end of either side) makes it a tunnel for the rest of the connection.
 *
 *     client ──▶ request ──▶ rules (Request) ──▶ upstream
 *     client ◀── rules (Response) ◀── response ◀── upstream
 */
class HttpSession {
  #sides: Sides;
  readonly #options: SpeakOptions;
  /** The request on its way to the upstream; a response may overtake the end of it. */
  #sending: Promise<boolean> = Promise.resolve(true);
  /** What the connection to the upstream is: the client's own, one that has served a request, one in its place. */
  #upstream: 'first' | 'used' | 'renewed' = 'first';

  constructor(sides: Sides, options: SpeakOptions) {
    this.#sides = sides;
    this.#options = options;
  }

  async run(): Promise<void> {
    for (;;) {
      const next = await this.#exchange();
      if (next === 'tunnel') return await this.#tunnel();
      if (next === 'over') return;
    }
  }

  async #exchange(): Promise<'next' | 'tunnel' | 'over'> {
    const { fromClient, fromUpstream, upstream } = this.#sides;
    const raw = await readRequestHead(fromClient, fromUpstream);
    if (!raw) return await this.#endOfRequests();
    const head = parseRequestHead(raw);
    const request = new Message({ head, raw, inbox: fromClient, framing: requestFraming(head) });
    const exchange = new Exchange(request, { ...this.#options, upstream });
    const outcome = await exchange.actOnRequest();
    if (outcome === 'abort') return this.#abort();
    if (outcome !== 'pass') return await this.#answerRequest(request, outcome);
    if (!(await this.#hasUpstream())) return this.#abort();
    this.#sides.connection.beginRequest();
    this.#sending = this.#forward(request);
    return await this.#awaitResponse(exchange);
  }

  /** Without a request there is a tunnel, unless the upstream only ended what it had kept open for the next one. */
  async #endOfRequests(): Promise<'next' | 'tunnel' | 'over'> {
    const { fromClient, connection } = this.#sides;
    const isIdle = fromClient.isEmpty && fromClient.ending === undefined;
    if (!this.#options.isFreshForEach || !isIdle || this.#upstream === 'first') return 'tunnel';
    if (this.#upstream === 'used' && (await this.#renew())) return 'next';
    connection.close();
    return 'over';
  }

  async #hasUpstream(): Promise<boolean> {
    const isStale = this.#options.isFreshForEach && this.#upstream === 'used';
    if (isStale && !(await this.#renew())) return false;
    this.#upstream = 'used';
    return true;
  }

  async #renew(): Promise<boolean> {
    const sides = await this.#sides.connection.renew();
    if (sides === undefined) return false;
    this.#sides = sides;
    this.#upstream = 'renewed';
    return true;
  }

  /** Then watches for a client that leaves before it has its response, so that the upstream hears of it. */
  async #forward(request: Message<RequestHead>): Promise<boolean> {
    const { fromClient, toUpstream } = this.#sides;
    const isComplete = await request.sendTo(toUpstream);
    void fromClient.arrival().then((hasMore) => {
      if (!hasMore) toUpstream.signal('end');
    });
    return isComplete;
  }

  async #awaitResponse(exchange: Exchange): Promise<'next' | 'tunnel' | 'over'> {
    const { fromUpstream, toClient } = this.#sides;
    const { method } = exchange.request.head;
    for (;;) {
      const raw = await readResponseHead(fromUpstream);
      if (!raw) return 'tunnel';
      const head = parseResponseHead(raw);
      const isTunnel = head.code === 101 || (method === 'CONNECT' && head.code >= 200 && head.code < 300);
      const isInterim = head.code < 200;
      if (isTunnel || isInterim) await send(toClient, raw);
      if (isTunnel) return 'tunnel';
      if (isInterim) continue;
      return await this.#relayResponse(
        exchange,
        new Message({ head, raw, inbox: fromUpstream, framing: responseFraming(head, method) }),
      );
    }
  }

  async #relayResponse(
    exchange: Exchange,
    response: Message<ResponseHead>,
  ): Promise<'next' | 'tunnel' | 'over'> {
    const { toClient } = this.#sides;
    const isLast = response.framing === 'until-end' || hasToken(response.head, 'close');
    const outcome = await exchange.actOnResponse(response);
    if (outcome === 'abort') return this.#abort();
    const isComplete =
      outcome === 'pass'
        ? await response.sendTo(toClient)
        : await this.#answerInstead(exchange, response, outcome);
    if (isLast || !isComplete) return 'tunnel';
    await this.#sending;
    return 'next';
  }

  #abort(): 'over' {
    this.#sides.connection.reset();
    return 'over';
  }

  async #answerRequest(request: Message<RequestHead>, answer: HttpAnswer): Promise<'next' | 'over'> {
    const waitsForContinue = headerValue(request.head, 'expect') !== undefined;
    const keepsAlive = !waitsForContinue && staysOpen(request.head);
    if (keepsAlive) await request.discard();
    await send(this.#sides.toClient, formatAnswer(answer, { method: request.head.method, keepsAlive }));
    if (keepsAlive) return 'next';
    this.#sides.connection.close();
    return 'over';
  }

  async #answerInstead(
    exchange: Exchange,
    response: Message<ResponseHead>,
    answer: HttpAnswer,
  ): Promise<boolean> {
    await response.discard();
    const keepsAlive = response.framing !== 'until-end' && !hasToken(response.head, 'close');
    await send(
      this.#sides.toClient,
      formatAnswer(answer, { method: exchange.request.head.method, keepsAlive }),
    );
    return true;
  }

  /** Bytes both ways, whatever they are. */
  async #tunnel(): Promise<void> {
    const { fromClient, toClient, fromUpstream, toUpstream } = this.#sides;
    const up = this.#sending.then(() => this.#pass(fromClient, toUpstream));
    await Promise.all([up, this.#pass(fromUpstream, toClient)]);
  }

  async #pass(from: Inbox, to: Outflow): Promise<void> {
    for (let chunk = await from.read(); chunk; chunk = await from.read()) await send(to, chunk);
    if (from.ending === 'close') this.#sides.connection.close();
    else to.signal('end');
  }
}

function staysOpen(head: RequestHead): boolean {
  return head.version === 'HTTP/1.0' ? hasToken(head, 'keep-alive') : !hasToken(head, 'close');
}

function hasToken(head: RequestHead | ResponseHead, token: string): boolean {
  const tokens = (headerValue(head, 'connection') ?? '').toLowerCase().split(/\s*,\s*/);
  return tokens.includes(token);
}

function formatAnswer(answer: HttpAnswer, to: { method: string; keepsAlive: boolean }): Buffer {
  const body = Buffer.from(isBodiless(answer.status) ? '' : (answer.body ?? ''));
  const headers: Header[] = withoutHeaders(
    Object.entries(answer.headers ?? {}),
    'content-length',
    'transfer-encoding',
  );
  if (!isBodiless(answer.status)) headers.push(['Content-Length', String(body.length)]);
  if (!to.keepsAlive) headers.push(['Connection', 'close']);
  const reason = STATUS_CODES[answer.status] ?? '';
  const head = formatHead({ version: 'HTTP/1.1', code: answer.status, reason, headers });
  return to.method === 'HEAD' ? head : Buffer.concat([head, body]);
}
