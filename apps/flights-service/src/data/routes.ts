import { airlineCodes, airlineId, homeAirline, wellKnownAirlines } from './airlines.js';
import { airportId, iataCodes } from './airports.js';
import { chance } from './chance.js';
import type { Table } from './fill.js';
import { wellKnownAirports } from './well-known-airports.js';

const count = 67_663;
/** How many airlines fly between any two of the well-known airports. */
const airlinesAPair = 3;
/** How many of the other airports have flights, each to a few of the well-known ones and back. */
const spokes = 3300;
const equipment = ['320', '321', '737', '738', '77W', '789', 'AT7', 'E90'];

const hubs = wellKnownAirports.length;
const trunks = hubs * (hubs - 1) * airlinesAPair;

/** Indices. */
interface Flight {
  airline: number;
  from: number;
  to: number;
}

export const routes: Table = {
  name: 'routes',
  count,
  row: (index) => {
    const { airline, from, to } = index < trunks ? trunk(index) : spoke(index - trunks);
    return {
      rid: index + 1,
      airline: airlineCodes[airline]!,
      alid: airlineId(airline),
      src_ap: iataCodes[from]!,
      src_apid: airportId(from),
      dst_ap: iataCodes[to]!,
      dst_apid: airportId(to),
      codeshare: chance(5, index) === 0 ? 'Y' : '',
      stops: 0,
      equipment: equipment[chance(equipment.length, index, 1)]!,
    };
  },
};

/** From each of the well-known airports to each other one. */
function trunk(index: number): Flight {
  const pair = Math.floor(index / airlinesAPair);
  const from = Math.floor(pair / (hubs - 1));
  const ahead = pair % (hubs - 1);
  const to = ahead < from ? ahead : ahead + 1;
  return { airline: airlinesBetween(from, to)[index % airlinesAPair]!, from, to };
}

/** Those of the two countries first. */
function airlinesBetween(from: number, to: number): number[] {
  const atHome = [from, to].map((index) => homeAirline(wellKnownAirports[index]!.countryCode));
  const start = chance(wellKnownAirlines.length, from * hubs + to);
  const others = [...wellKnownAirlines.slice(start), ...wellKnownAirlines];
  return [...new Set([...atHome, ...others])].filter((airline) => airline >= 0);
}

/** There and back again. */
function spoke(index: number): Flight {
  const flight = Math.floor(index / 2);
  const hub = chance(hubs, flight, 2);
  const small = hubs + (flight % spokes);
  const airline = chance(airlineCodes.length, flight, 3);
  return index % 2 === 0 ? { airline, from: hub, to: small } : { airline, from: small, to: hub };
}
