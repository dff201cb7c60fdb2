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

export function findRoute(
  routes: readonly Route[],
  method: string,
  url: string,
): { route: Route; names: Record<string, string> } | 'no-path' | 'no-method' {
  const path = url.replace(/[?#].*$/, '');
  const here = routes.flatMap((candidate) => {
    const names = namesIn(candidate.path, path);
    return names ? [{ route: candidate, names }] : [];
  });
  if (here.length === 0) return 'no-path';
  return here.find((candidate) => candidate.route.methods.includes(method)) ?? 'no-method';
}

function namesIn(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') names[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return names;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
