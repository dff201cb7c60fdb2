const seed = 20_240_917;

/** A whole number below `limit`, always the same one for the same draw of the same thing. */
export function chance(limit: number, thing: number, draw = 0): number {
  return Math.floor((mixed(seed ^ mixed(thing * 64 + draw)) / 2 ** 32) * limit);
}

/** Spreads the bits of a number: the finish of MurmurHash3. https://en.wikipedia.org/wiki/MurmurHash */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
