import { chance } from './chance.js';

const beginnings = [
  'Al',
  'Bar',
  'Cor',
  'Dun',
  'El',
  'Fer',
  'Gal',
  'Har',
  'Is',
  'Kar',
  'Lin',
  'Mar',
  'Nor',
  'Or',
  'Pal',
  'Ros',
  'San',
  'Tor',
  'Val',
  'Wes',
];
const middles = ['a', 'an', 'e', 'el', 'i', 'in', 'o', 'on', 'u', 'ar'];
const ends = [
  'bay',
  'berg',
  'burg',
  'dale',
  'field',
  'ford',
  'gate',
  'ham',
  'mar',
  'mont',
  'port',
  'ridge',
  'stad',
  'ton',
  'vale',
  'ville',
  'wick',
  'wood',
  'lund',
  'ra',
];

/** A name that a place could have; nothing is called so on purpose. */
export function madeUpName(thing: number): string {
  return [beginnings, middles, ends].map((parts, draw) => parts[chance(parts.length, thing, draw)]).join('');
}
