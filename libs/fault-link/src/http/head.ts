import type { Inbox } from '../inbox.js';

export type Header = readonly [name: string, value: string];

export interface RequestHead {
  readonly method: string;
  /** As on the wire: usually path and query. */
  readonly target: string;
  readonly version: string;
  readonly headers: readonly Header[];
}

export interface ResponseHead {
  readonly version: string;
  readonly code: number;
  readonly reason: string;
  readonly headers: readonly Header[];
}

/** How a first line looks, and how its beginning does while the rest is on its way. */
interface FirstLine {
  readonly whole: RegExp;
  readonly part: RegExp;
}

const requestLine: FirstLine = {
  whole: /^([!#$%&'*+\-.^`|~\w]+) (\S+) (HTTP\/1\.[01])\r?$/,
  part: /^[!#$%&'*+\-.^`|~\w]{0,32}(?: [^\s\0]*(?: [HTP/1.0]*\r?)?)?$/,
};

const statusLine: FirstLine = {
  whole: /^(HTTP\/1\.[01]) (\d{3})(?: (.*?))?\r?$/,
  part: /^(?:|H|HT|HTT|HTTP|HTTP\/|HTTP\/1|HTTP\/1\..*)$/,
};

/** No server takes headers of this size. */
const tooLarge = 256 * 1024;

/**
 * Reads the head of a message, up to and with its empty line. `undefined`: there is none, because these bytes are not
 * HTTP/1, or their sender ended, or `other` spoke first; all bytes are still in the inbox then.
 */
export async function readRequestHead(inbox: Inbox, other: Inbox): Promise<Buffer | undefined> {
  return await readHead(inbox, requestLine, other);
}

export async function readResponseHead(inbox: Inbox): Promise<Buffer | undefined> {
  return await readHead(inbox, statusLine, undefined);
}

export function parseRequestHead(raw: Buffer): RequestHead {
  const { first, headers } = parse(raw);
  const [, method = '', target = '', version = ''] = requestLine.whole.exec(first) ?? [];
  return { method, target, version, headers };
}

export function parseResponseHead(raw: Buffer): ResponseHead {
  const { first, headers } = parse(raw);
  const [, version = '', code = '', reason = ''] = statusLine.whole.exec(first) ?? [];
  return { version, code: Number(code), reason, headers };
}

export function formatHead(head: RequestHead | ResponseHead): Buffer {
  const first =
    'method' in head
      ? `${head.method} ${head.target} ${head.version}`
      : `${head.version} ${head.code} ${head.reason}`;
  const lines = head.headers.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([first, ...lines, '', ''].join('\r\n'), 'latin1');
}

/** All values of a header, joined as RFC 9110 §5.3 has it. */
export function headerValue(head: { headers: readonly Header[] }, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = head.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

export function withoutHeaders(headers: readonly Header[], ...names: string[]): Header[] {
  const unwanted = new Set(names.map((name) => name.toLowerCase()));
  return headers.filter(([name]) => !unwanted.has(name.toLowerCase()));
}

async function readHead(
  inbox: Inbox,
  line: FirstLine,
  other: Inbox | undefined,
): Promise<Buffer | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    if (inbox.isEmpty) await (other ? Promise.race([inbox.arrival(), other.arrival()]) : inbox.arrival());
    const chunk = inbox.take();
    if (chunk) bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const length = headLength(bytes);
    if (!chunk || !isPlausible(bytes, line) || (length === 0 && bytes.length > tooLarge)) {
      inbox.unread(bytes);
      return undefined;
    }
    if (length === 0) continue;
    inbox.unread(bytes.subarray(length));
    return bytes.subarray(0, length);
  }
}

/** 0 while the empty line is not there yet. Bare line feeds count, as RFC 9112 §2.2 recommends. */
function headLength(bytes: Buffer): number {
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return 0;
}

function isPlausible(bytes: Buffer, line: FirstLine): boolean {
  const end = bytes.indexOf(10);
  if (end < 0) return line.part.test(bytes.toString('latin1'));
  return line.whole.test(bytes.toString('latin1', 0, end));
}

function parse(raw: Buffer): { first: string; headers: Header[] } {
  const [first = '', ...lines] = raw.toString('latin1').trimEnd().split('\n');
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return { first, headers };
}
