const mostNames = 3;

/** Why nothing met a fault that was on these links. */
export function nothingCrossed(proxies: string[]): string {
  const names = [...new Set(proxies)];
  const shown = names.slice(0, mostNames).join(', ');
  return `no traffic crossed ${names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown}`;
}
