/** Errors about fields, worded as Kubernetes' field.Error: clients see them. */

export function invalid(path: string, value: unknown, detail: string): string {
  return `${path}: Invalid value: ${JSON.stringify(value ?? null)}: ${detail}`;
}

export function forbidden(path: string, detail: string): string {
  return `${path}: Forbidden: ${detail}`;
}

/** One error is bare, several are a list, the same one twice is one. Undefined: none. */
export function aggregate(errors: string[]): string | undefined {
  const distinct = [...new Set(errors)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct[0];
}

/** What a parser says against a value, as an error of the field; nothing when it reads it. */
export function unreadable(
  path: string,
  value: string,
  parse: (text: string) => unknown,
  prefix: string,
): string[] {
  try {
    parse(value);
    return [];
  } catch (error) {
    return [invalid(path, value, `${prefix}${error instanceof Error ? error.message : String(error)}`)];
  }
}
