import assert from 'node:assert/strict';
import { test } from 'node:test';
import { airlines } from './airlines.js';
import { airports, iataCodes } from './airports.js';
import { countries } from './countries.js';
import type { Table } from './fill.js';
import { routes } from './routes.js';

const column = (table: Table, name: string) =>
  Array.from({ length: table.count }, (_, index) => table.row(index)[name]);

test('a row is the same each time', () => {
  for (const table of [airlines, airports, routes]) assert.deepEqual(table.row(5000), table.row(5000));
});

test('no two airports or airlines have the same code', () => {
  assert.equal(new Set(iataCodes).size, iataCodes.length);
  for (const [table, name] of [
    [airports, 'icao'],
    [airlines, 'icao'],
  ] as const)
    assert.equal(new Set(column(table, name)).size, table.count);
});

test('each airport says that it is generated, and in which country it is', () => {
  const codes = new Set(column(countries, 'code'));
  assert.ok(column(airports, 'source').every((source) => source === 'generated'));
  assert.ok(column(airports, 'country_code').every((code) => codes.has(code)));
});

test('each route names the airline and the airports that its numbers stand for', () => {
  for (const [table, key, code, id] of [
    [airlines, 'iata', 'airline', 'alid'],
    [airports, 'iata', 'src_ap', 'src_apid'],
    [airports, 'iata', 'dst_ap', 'dst_apid'],
  ] as const) {
    const codes = column(table, key);
    const ids = column(routes, id);
    assert.ok(
      column(routes, code).every((word, index) => codes[Number(ids[index]) - 1] === word),
      code,
    );
  }
});

test('every route is between two airports', () => {
  const [from, to] = [column(routes, 'src_ap'), column(routes, 'dst_ap')];
  assert.ok(from.every((code, index) => code !== to[index] && code !== undefined && to[index] !== undefined));
  assert.ok(new Set(from).size > 3000, 'many airports have flights');
});
