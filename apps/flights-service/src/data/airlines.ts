import { chance } from './chance.js';
import { codes } from './codes.js';
import { countryCodes, countryName } from './countries.js';
import type { Table } from './fill.js';
import { madeUpName } from './words.js';

const count = 6162;
/** The others have no code of two letters, and so no routes. */
const iataCount = 500;

const lines = `
TP TAP PT AIR PORTUGAL/TAP Air Portugal
IB IBE ES IBERIA/Iberia
VY VLG ES VUELING/Vueling
AF AFR FR AIRFRANS/Air France
BA BAW GB SPEEDBIRD/British Airways
EI EIN IE SHAMROCK/Aer Lingus
FR RYR IE RYANAIR/Ryanair
KL KLM NL KLM/KLM Royal Dutch Airlines
SN BEL BE BEE-LINE/Brussels Airlines
LG LGL LU LUXAIR/Luxair
LH DLH DE LUFTHANSA/Lufthansa
LX SWR CH SWISS/Swiss International Air Lines
OS AUA AT AUSTRIAN/Austrian Airlines
LO LOT PL LOT/LOT Polish Airlines
W6 WZZ HU WIZZ AIR/Wizz Air
RO ROT RO TAROM/TAROM
FB LZB BG FLYING BULGARIA/Bulgaria Air
A3 AEE GR AEGEAN/Aegean Airlines
AZ ITY IT ITARROW/ITA Airways
SK SAS SE SCANDINAVIAN/Scandinavian Airlines
DY NOZ NO NORDIC/Norwegian
AY FIN FI FINNAIR/Finnair
FI ICE IS ICEAIR/Icelandair
BT BTI LV AIRBALTIC/airBaltic
TK THY TR TURKISH/Turkish Airlines
LY ELY IL ELAL/El Al
MS MSR EG EGYPTAIR/Egyptair
AT RAM MA ROYALAIR MAROC/Royal Air Maroc
SA SAA ZA SPRINGBOK/South African Airways
KQ KQA KE KENYA/Kenya Airways
DT DTA AO DTA/TAAG Angola Airlines
EK UAE AE EMIRATES/Emirates
QR QTR QA QATARI/Qatar Airways
AI AIC IN AIRINDIA/Air India
TG THA TH THAI/Thai Airways
SQ SIA SG SINGAPORE/Singapore Airlines
MH MAS MY MALAYSIAN/Malaysia Airlines
CX CPA HK CATHAY/Cathay Pacific
CA CCA CN AIR CHINA/Air China
KE KAL KR KOREANAIR/Korean Air
JL JAL JP JAPANAIR/Japan Airlines
QF QFA AU QANTAS/Qantas
NZ ANZ NZ NEW ZEALAND/Air New Zealand
DL DAL US DELTA/Delta Air Lines
UA UAL US UNITED/United Airlines
AC ACA CA AIR CANADA/Air Canada
AM AMX MX AEROMEXICO/Aeroméxico
AV AVA CO AVIANCA/Avianca
LA LAN CL LAN CHILE/LATAM
AR ARG AR ARGENTINA/Aerolíneas Argentinas
G3 GLO BR GOL TRANSPORTE/Gol`;

const wellKnown = lines.trim().split('\n').map(airlineOf);
const madeUpIata = codes(iataCount - wellKnown.length, 2, new Set(wellKnown.map(({ iata }) => iata)));
const madeUpIcao = codes(count - wellKnown.length, 3, new Set(wellKnown.map(({ icao }) => icao)));
const kinds = ['Air', 'Airlines', 'Airways', 'Aviation', 'Express'];

export function airlineId(index: number): number {
  return index + 1;
}

/** Of those that have routes; the well-known ones come first. */
export const airlineCodes: readonly string[] = [...wellKnown.map(({ iata }) => iata), ...madeUpIata];

/** An index for each well-known airline. */
export const wellKnownAirlines: readonly number[] = [...wellKnown.keys()];

/** The index of a country's first airline, or -1. */
export function homeAirline(countryCode: string): number {
  return wellKnown.findIndex((airline) => airline.countryCode === countryCode);
}

export const airlines: Table = {
  name: 'airlines',
  count,
  row: (index) => {
    const { name, iata, icao, callsign, countryCode } = wellKnown[index] ?? madeUp(index);
    return {
      alid: airlineId(index),
      name,
      iata,
      icao,
      callsign,
      country: countryName(countryCode),
      uid: null,
      alias: null,
      mode: 'F',
      active: iata === null ? 'N' : 'Y',
    };
  },
};

function madeUp(index: number) {
  const word = madeUpName(-index);
  return {
    iata: airlineCodes[index] ?? null,
    icao: madeUpIcao[index - wellKnown.length]!,
    countryCode: countryCodes[chance(countryCodes.length, -index, 5)]!,
    callsign: word.toUpperCase(),
    name: `${word} ${kinds[chance(kinds.length, -index, 6)]}`,
  };
}

function airlineOf(line: string) {
  const [iata = '', icao = '', countryCode = '', ...words] = line.split(' ');
  const [callsign = '', name = ''] = words.join(' ').split('/');
  return { iata, icao, countryCode, callsign, name };
}
