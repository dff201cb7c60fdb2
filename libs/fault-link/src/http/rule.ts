import type { RequestHead, ResponseHead } from './head.js';
import { headerValue } from './head.js';
import { fitsWildcard } from './wildcard.js';

/**
 * An HTTP fault: Chaos Mesh's HTTPChaos with percentages. The actions of one rule act in the order abort, delay,
 * respond or replace, patch.
 */
export interface HttpRule {
  readonly target: 'Request' | 'Response';
  /** Only on connections to the upstream of this name. */
  readonly upstream?: string | undefined;
  readonly match?: HttpMatch | undefined;
  /** Of the matching requests (default 100). */
  readonly percent?: number | undefined;
  /** A request with this header set to `true` passes untouched. */
  readonly standDownHeader?: string | undefined;
  /** The connection ends without an answer; target Response: after the upstream has acted. */
  readonly abort?: boolean | undefined;
  /** Uniform between both. */
  readonly delay?: { readonly minMs: number; readonly maxMs: number } | undefined;
  /** Target Request: answers without forwarding; Response: takes the place of the upstream's answer. */
  readonly respond?: HttpAnswer | undefined;
  readonly replace?: HttpReplace | undefined;
  readonly patch?: HttpPatch | undefined;
}

export interface HttpMatch {
  /** With `*` (any run) and `?` (one character), on the path without the query. */
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  /** Of the response; only with target Response. */
  readonly code?: number | undefined;
  /** Exact values; names in any case. */
  readonly requestHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

export interface HttpReplace {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly code?: number | undefined;
  /** base64 */
  readonly body?: string | undefined;
  /** Overwritten by name; others stay. */
  readonly queries?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface HttpPatch {
  /** `value` is a JSON merge patch (RFC 7396) as text. */
  readonly body?: { readonly type: 'JSON'; readonly value: string } | undefined;
  /** Appended. */
  readonly queries?: readonly (readonly [string, string])[] | undefined;
  readonly headers?: readonly (readonly [string, string])[] | undefined;
}

/** Rules see the request as earlier rules left it. */
export function matches(rule: HttpRule, request: RequestHead, response?: ResponseHead): boolean {
  const { path, method, code, requestHeaders = {}, responseHeaders = {} } = rule.match ?? {};
  if (path !== undefined && !fitsWildcard(path, pathOf(request.target))) return false;
  if (method !== undefined && method !== request.method) return false;
  if (!hasHeaders(request, requestHeaders)) return false;
  if (!response) return true;
  return (code === undefined || code === response.code) && hasHeaders(response, responseHeaders);
}

export function isStoodDown(rule: HttpRule, request: RequestHead): boolean {
  if (rule.standDownHeader === undefined) return false;
  return headerValue(request, rule.standDownHeader)?.toLowerCase() === 'true';
}

function hasHeaders(head: RequestHead | ResponseHead, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => headerValue(head, name) === value);
}

function pathOf(target: string): string {
  return target.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
}
