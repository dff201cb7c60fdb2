import { send } from '../flow.js';
import type { Outflow } from '../flow.js';
import type { Inbox } from '../inbox.js';
import { isBodiless, readBody } from './body.js';
import type { Framing } from './body.js';
import { formatHead, withoutHeaders } from './head.js';
import type { RequestHead, ResponseHead } from './head.js';

/**
 * A request or response on its way. What no rule changes leaves byte for byte as it came, the body while it arrives.
 */
export class Message<Head extends RequestHead | ResponseHead> {
  readonly #inbox: Inbox;
  readonly #framing: Framing;
  #head: Head;
  /** The head as it came, until it is changed. */
  #raw: Buffer | undefined;
  /** The whole body, once someone needed it or gave another one. */
  #body: Buffer | undefined;
  #isBodyTaken = false;

  constructor(message: { head: Head; raw: Buffer; inbox: Inbox; framing: Framing }) {
    this.#head = message.head;
    this.#raw = message.raw;
    this.#inbox = message.inbox;
    this.#framing = message.framing;
  }

  get head(): Head {
    return this.#head;
  }

  set head(head: Head) {
    this.#head = head;
    this.#raw = undefined;
  }

  get framing(): Framing {
    return this.#framing;
  }

  /** The content of the body, without chunk sizes. */
  async body(): Promise<Buffer> {
    if (this.#body) return this.#body;
    const pieces: Buffer[] = [];
    this.#isBodyTaken = true;
    await readBody(this.#inbox, this.#framing, { content: (piece) => pieces.push(piece) });
    this.#body = Buffer.concat(pieces);
    return this.#body;
  }

  /** Takes the place of the body that arrives. */
  replaceBody(body: Buffer): void {
    this.#body = body;
  }

  /** Reads the body and forgets it. */
  async discard(): Promise<void> {
    if (!this.#isBodyTaken) await readBody(this.#inbox, this.#framing, {});
    this.#isBodyTaken = true;
  }

  /** False when its sender ended before the message did. */
  async sendTo(out: Outflow): Promise<boolean> {
    if (this.#body || this.#losesBody()) return await this.#sendWhole(out, this.#body ?? Buffer.alloc(0));
    let unsent: Buffer | undefined = this.#raw ?? formatHead(this.#head);
    const flush = async (piece: Buffer) => {
      const data = unsent ? Buffer.concat([unsent, piece]) : piece;
      unsent = undefined;
      await send(out, data);
    };
    // What came in one packet leaves in one, and a head never waits for its body.
    if (this.#framing === 0 || this.#inbox.isEmpty) await flush(Buffer.alloc(0));
    return await readBody(this.#inbox, this.#framing, { raw: flush });
  }

  async #sendWhole(out: Outflow, body: Buffer): Promise<boolean> {
    await this.discard();
    const head = this.#head;
    const headers = withoutHeaders(head.headers, 'content-length', 'transfer-encoding', 'trailer', 'expect');
    const hasBody = !('code' in head && isBodiless(head.code));
    if (hasBody) headers.push(['Content-Length', String(body.length)]);
    await send(out, Buffer.concat([formatHead({ ...head, headers }), hasBody ? body : Buffer.alloc(0)]));
    return true;
  }

  /** A rule made it a 204, or something else that has no body. */
  #losesBody(): boolean {
    return (
      this.#raw === undefined && this.#framing !== 0 && 'code' in this.#head && isBodiless(this.#head.code)
    );
  }
}
