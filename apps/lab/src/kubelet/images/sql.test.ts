import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { quote, splitStatements } from './sql.js';

test('a script becomes one statement a line, without comments', () => {
  const script = `-- databases
    CREATE DATABASE a
      CHARACTER SET utf8mb4; # first
    /* and */ INSERT INTO t VALUES ('x;y', "--z", 'it''s');
    SELECT 1`;
  deepEqual(splitStatements(script), [
    'CREATE DATABASE a CHARACTER SET utf8mb4;',
    `INSERT INTO t VALUES ('x;y', "--z", 'it''s');`,
    'SELECT 1;',
  ]);
});

test('quotes and backslashes of a string are escaped', () => {
  equal(quote(`it's a \\`), `'it''s a \\\\'`);
});
