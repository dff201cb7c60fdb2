import { chance } from './chance.js';
import { codes } from './codes.js';
import { countryCodes, countryName } from './countries.js';
import type { Table } from './fill.js';
import { wellKnownAirports as wellKnown } from './well-known-airports.js';
import { madeUpName } from './words.js';

const count = 7698;
/** The others are too small for a code that passengers would see. */
const iataCount = 6033;

const madeUpIata = codes(iataCount - wellKnown.length, 3, new Set(wellKnown.map(({ iata }) => iata)));
const madeUpIcao = codes(count - wellKnown.length, 4, new Set(wellKnown.map(({ icao }) => icao)));

/** The well-known ones come first; those without a code last. */
export const iataCodes: readonly string[] = [...wellKnown.map(({ iata }) => iata), ...madeUpIata];

export function airportId(index: number): number {
  return index + 1;
}

export const airports: Table = {
  name: 'airports',
  count,
  row: (index) => {
    const { name, city, iata, icao, longitude, latitude, countryCode } = airportAt(index);
    return {
      apid: airportId(index),
      name,
      city,
      country: countryName(countryCode),
      iata,
      icao,
      x: longitude,
      y: latitude,
      elevation: chance(3000, index, 9),
      uid: null,
      timezone: Math.round(longitude / 15),
      dst: 'U',
      tz_id: null,
      type: 'airport',
      source: 'generated',
      country_code: countryCode,
    };
  },
};

function airportAt(index: number) {
  return wellKnown[index] ?? madeUp(index);
}

function madeUp(index: number) {
  const city = madeUpName(index);
  return {
    name: `${city} Airport`,
    city,
    iata: iataCodes[index] ?? null,
    icao: madeUpIcao[index - wellKnown.length]!,
    longitude: chance(360_000, index, 3) / 1000 - 180,
    latitude: chance(130_000, index, 4) / 1000 - 60,
    countryCode: countryCodes[chance(countryCodes.length, index, 5)]!,
  };
}
