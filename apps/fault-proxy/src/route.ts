import { posix } from 'node:path';
import type { Answer } from './answers.js';

export interface ApiRequest {
  /** The values of the `:parts` of the path, decoded. */
  readonly names: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Route {
  readonly methods: readonly string[];
  /** `/proxies/:proxy` */
  readonly path: string;
  handle(request: ApiRequest): Answer | Promise<Answer>;
}

export function route(methods: string, path: string, handle: Route['handle']): Route {
  return { methods: methods.split(' '), path, handle };
}

export type Found =
  | { readonly route: Route; readonly names: Record<string, string> }
  | { readonly movedTo: string }
  | 'no-path'
  | 'no-method';

/** `isProxy` lets proxies with slashes in their names be found by clients that do not encode them. */
export function findRoute(
  routes: readonly Route[],
  { method, url }: { method: string; url: string },
  isProxy: (name: string) => boolean,
): Found {
  const target = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const path = target.replace(/[?#].*$/, '');
  const clean = posix.normalize(path || '/');
  if (clean !== path) return { movedTo: clean + target.slice(path.length) };
  const here = routes.flatMap((candidate) => {
    const names = namesIn(candidate.path.split('/'), path.split('/'), isProxy);
    return names ? [{ route: candidate, names }] : [];
  });
  if (here.length === 0) return 'no-path';
  return here.find((candidate) => candidate.route.methods.includes(method)) ?? 'no-method';
}

function namesIn(
  wanted: readonly string[],
  given: readonly string[],
  isProxy: (name: string) => boolean,
): Record<string, string> | undefined {
  const parts = given.length > wanted.length ? withWideName(wanted, given, isProxy) : given.map(decoded);
  if (wanted.length !== parts.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = parts[index] ?? '';
    if (part.startsWith(':') && value !== '') names[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return names;
}

/** The parts with those in the place of `:proxy` made one. */
function withWideName(
  wanted: readonly string[],
  given: readonly string[],
  isProxy: (name: string) => boolean,
): string[] {
  const parts = given.map(decoded);
  const at = wanted.indexOf(':proxy');
  const extra = given.length - wanted.length;
  const name = parts.slice(at, at + extra + 1).join('/');
  return at >= 0 && isProxy(name) ? parts.toSpliced(at, extra + 1, name) : parts;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
