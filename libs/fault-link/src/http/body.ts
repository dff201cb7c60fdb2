import type { Inbox } from '../inbox.js';
import { ChunkedScanner } from './chunked-scanner.js';
import { headerValue } from './head.js';
import type { RequestHead, ResponseHead } from './head.js';

/** How the end of a body is found (RFC 9112 §6.3): after so many bytes, by its chunks, or where the connection ends. */
export type Framing = number | 'chunked' | 'until-end';

export function requestFraming(head: RequestHead): Framing {
  return declaredFraming(head) ?? 0;
}

export function responseFraming(head: ResponseHead, method: string): Framing {
  if (method === 'HEAD' || isBodiless(head.code)) return 0;
  return declaredFraming(head) ?? 'until-end';
}

/** Status codes whose responses have no body. */
export function isBodiless(code: number): boolean {
  return code < 200 || code === 204 || code === 304;
}

/** Takes a body from the inbox as it arrives; false when its sender ended before the body did. */
export async function readBody(
  inbox: Inbox,
  framing: Framing,
  take: { raw?: (piece: Buffer) => Promise<void>; content?: (piece: Buffer) => void },
): Promise<boolean> {
  const follow = follower(framing, take.content ?? (() => {}));
  while (!follow.isDone()) {
    const chunk = await inbox.read();
    if (!chunk) return framing === 'until-end';
    const length = follow.scan(chunk);
    inbox.unread(chunk.subarray(length));
    await take.raw?.(length === chunk.length ? chunk : chunk.subarray(0, length));
  }
  return true;
}

interface Follower {
  isDone(): boolean;
  scan(data: Buffer): number;
}

function follower(framing: Framing, onContent: (content: Buffer) => void): Follower {
  if (framing === 'chunked') {
    const scanner = new ChunkedScanner(onContent);
    return { isDone: () => scanner.isDone, scan: (data) => scanner.scan(data) };
  }
  let left = framing === 'until-end' ? Infinity : framing;
  return {
    isDone: () => left === 0,
    scan(data) {
      const length = Math.min(left, data.length);
      left -= length;
      onContent(data.subarray(0, length));
      return length;
    },
  };
}

function declaredFraming(head: RequestHead | ResponseHead): Framing | undefined {
  if (/\bchunked\s*$/i.test(headerValue(head, 'transfer-encoding') ?? '')) return 'chunked';
  const [, length] = /^(\d{1,15})(?:, *\1)*$/.exec(headerValue(head, 'content-length') ?? '') ?? [];
  return length === undefined ? undefined : Number(length);
}
