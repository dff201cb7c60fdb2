import type { SchemaStep } from '@chaos-workshop/service-kit';
import { airlines } from './airlines.js';
import { airports } from './airports.js';
import { countries } from './countries.js';
import { fill } from './fill.js';
import { locales } from './locales.js';
import { routes } from './routes.js';

/**
 * The tables of the flights, in the shape of OpenFlights, and what is in them: made up, but always the same. References are
 * not declared: with an index for each of them, loading would take four times as long.
 */
export const schema: readonly SchemaStep[] = [
  `CREATE TABLE IF NOT EXISTS airlines (
    alid INT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    iata VARCHAR(2),
    icao VARCHAR(3),
    callsign VARCHAR(100),
    country VARCHAR(100),
    uid INT,
    alias VARCHAR(100),
    mode CHAR(1) NOT NULL DEFAULT 'F',
    active CHAR(1) NOT NULL DEFAULT 'Y'
  ) CHARACTER SET utf8mb4`,
  `CREATE TABLE IF NOT EXISTS countries (
    code VARCHAR(2) PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    oa_code VARCHAR(2),
    dst CHAR(1)
  ) CHARACTER SET utf8mb4`,
  `CREATE TABLE IF NOT EXISTS locales (
    locale VARCHAR(5) PRIMARY KEY,
    name VARCHAR(50) NOT NULL
  ) CHARACTER SET utf8mb4`,
  `CREATE TABLE IF NOT EXISTS airports (
    apid INT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    city VARCHAR(100),
    country VARCHAR(100),
    iata VARCHAR(3),
    icao VARCHAR(4),
    x DOUBLE NOT NULL,
    y DOUBLE NOT NULL,
    elevation INT,
    uid INT,
    timezone FLOAT,
    dst CHAR(1),
    tz_id VARCHAR(50),
    type VARCHAR(20),
    source VARCHAR(20),
    country_code VARCHAR(2),
    KEY iata (iata)
  ) CHARACTER SET utf8mb4`,
  `CREATE TABLE IF NOT EXISTS routes (
    rid INT PRIMARY KEY,
    airline VARCHAR(3),
    alid INT,
    src_ap VARCHAR(4),
    src_apid INT,
    dst_ap VARCHAR(4),
    dst_apid INT,
    codeshare VARCHAR(1),
    stops TINYINT,
    equipment VARCHAR(100),
    KEY pair (src_ap, dst_ap)
  ) CHARACTER SET utf8mb4`,
  ...[countries, locales, airlines, airports, routes].flatMap(fill),
];
