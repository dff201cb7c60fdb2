/** One JSON line on stdout. */
export function log(
  level: 'info' | 'error',
  msg: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(`${JSON.stringify({ level, msg, ...fields })}\n`);
}
