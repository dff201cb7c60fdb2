const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Has no factor in common with 26: its multiples meet every code once before any comes again. */
const stride = 104_729;

/** So many codes of that length, none of them taken. */
export function codes(count: number, length: number, taken: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let number = 1; found.length < count; number++) {
    const code = codeOf((number * stride) % letters.length ** length, length);
    if (!taken.has(code)) found.push(code);
  }
  return found;
}

function codeOf(number: number, length: number): string {
  return Array.from({ length }, (_, place) => letters[Math.floor(number / 26 ** place) % 26]).join('');
}
