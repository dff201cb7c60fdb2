import { STATUS_CODES } from 'node:http';
import { withoutHeaders } from './head.js';
import type { Header, RequestHead, ResponseHead } from './head.js';
import { mergePatch } from './merge-patch.js';
import type { Message } from './message.js';
import type { HttpPatch, HttpReplace } from './rule.js';

type Queries = Readonly<Record<string, string>>;

export function replaceRequest(request: Message<RequestHead>, replace: HttpReplace): void {
  const { head } = request;
  const [path, query] = splitTarget(head.target);
  request.head = {
    ...head,
    method: replace.method ?? head.method,
    target: joinTarget(
      replace.path ?? path,
      replace.queries ? overwriteQueries(query, replace.queries) : query,
    ),
    headers: overwriteHeaders(head.headers, replace.headers),
  };
  if (replace.body !== undefined) request.replaceBody(Buffer.from(replace.body, 'base64'));
}

export function replaceResponse(response: Message<ResponseHead>, replace: HttpReplace): void {
  const { head } = response;
  const code = replace.code ?? head.code;
  response.head = {
    ...head,
    code,
    reason: code === head.code ? head.reason : (STATUS_CODES[code] ?? ''),
    headers: overwriteHeaders(head.headers, replace.headers),
  };
  if (replace.body !== undefined) response.replaceBody(Buffer.from(replace.body, 'base64'));
}

/** Throws when the body is not JSON: the exchange fails, as with Chaos Mesh. */
export async function patchRequest(request: Message<RequestHead>, patch: HttpPatch): Promise<void> {
  const { head } = request;
  const [path, query] = splitTarget(head.target);
  const added = (patch.queries ?? []).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
  );
  const queries = [...(query ? [query] : []), ...added].join('&');
  request.head = {
    ...head,
    target: joinTarget(path, queries || query),
    headers: [...head.headers, ...lastOfEachName(patch.headers ?? [])],
  };
  await patchBody(request, patch);
}

/** Throws when the body is not JSON: the exchange fails, as with Chaos Mesh. */
export async function patchResponse(response: Message<ResponseHead>, patch: HttpPatch): Promise<void> {
  const { head } = response;
  response.head = { ...head, headers: [...head.headers, ...lastOfEachName(patch.headers ?? [])] };
  await patchBody(response, patch);
}

async function patchBody(
  message: Message<RequestHead> | Message<ResponseHead>,
  patch: HttpPatch,
): Promise<void> {
  if (!patch.body) return;
  const body: unknown = JSON.parse((await message.body()).toString('utf8'));
  message.replaceBody(Buffer.from(JSON.stringify(mergePatch(body, JSON.parse(patch.body.value)))));
}

function splitTarget(target: string): [path: string, query: string | undefined] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}

function joinTarget(path: string, query: string | undefined): string {
  return query === undefined ? path : `${path}?${query}`;
}

function overwriteQueries(query: string | undefined, queries: Queries): string {
  const all = new URLSearchParams(query ?? '');
  for (const [key, value] of Object.entries(queries)) all.set(key, value);
  return all.toString();
}

function overwriteHeaders(headers: readonly Header[], given: Queries | undefined): Header[] {
  if (!given) return [...headers];
  return [...withoutHeaders(headers, ...Object.keys(given)), ...Object.entries(given)];
}

/** Chaos Mesh keeps only the last of equal names in one patch. */
function lastOfEachName(headers: readonly Header[]): Header[] {
  return [...new Map(headers.map(([name, value]) => [name.toLowerCase(), [name, value] as const])).values()];
}
