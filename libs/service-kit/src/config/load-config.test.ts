import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, loadConfig } from './load-config.js';
import { serviceVariables } from './service-variables.js';
import { choice, duration, httpUrl, mysqlUrl, variable } from './variables.js';

const variables = {
  ...serviceVariables,
  menuUrl: variable('MENU_URL', httpUrl('http://127.0.0.1:8081')),
  mysqlUrl: variable('MYSQL_URL', mysqlUrl('mysql://user:password@127.0.0.1:3306/orders')),
  variant: variable('VARIANT', choice(['starter', 'reference'], 'starter')),
  deadlineMs: variable('DEADLINE', duration('8s')),
};
const complete = { MENU_URL: 'http://menu:8080/', MYSQL_URL: 'mysql://root:secret@db/orders' };

function problems(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(variables, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('what is not set has its preset, and an empty variable counts as not set', () => {
  assert.partialDeepStrictEqual(loadConfig(variables, { ...complete, PORT: '', VARIANT: '' }), {
    host: '127.0.0.1',
    port: 8080,
    menuUrl: 'http://menu:8080',
    variant: 'starter',
    deadlineMs: 8000,
  });
});

test('durations are milliseconds', () => {
  const parsed = ['250ms', '8s', '2m'].map(
    (DEADLINE) => loadConfig(variables, { ...complete, DEADLINE }).deadlineMs,
  );
  assert.deepEqual(parsed, [250, 8000, 120_000]);
});

test('all problems come at once, each with the variable, its value and what it must be', () => {
  assert.deepEqual(problems({ PORT: '80a', VARIANT: 'best', DEADLINE: '8', MENU_URL: 'menu:8080' }), [
    'PORT is "80a": it must be a whole number from 0 to 65535',
    'MENU_URL is "menu:8080": it must be a URL like http://127.0.0.1:8081',
    'MYSQL_URL is not set: it must be set, for example to mysql://user:password@127.0.0.1:3306/orders',
    'VARIANT is "best": it must be one of starter, reference',
    'DEADLINE is "8": it must be a duration such as 250ms, 8s or 2m',
  ]);
});

test('passwords in URLs are not shown', () => {
  const [problem = ''] = problems({ ...complete, MYSQL_URL: 'postgres://root:p@ss:word@db/orders' });
  assert.match(problem, /postgres:\/\/root:\*\*\*@db\/orders/);
});
