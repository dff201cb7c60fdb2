import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createService, loadConfig } from '@chaos-workshop/service-kit';
import { eventually, MysqlServer } from '@chaos-workshop/service-kit/testing';
import { Logger } from '@nestjs/common';
import { createConnection } from 'mysql2/promise';
import { AppModule } from '../app.module.js';
import { variables } from '../config.js';

/** Of a query on a machine with much to do. */
const impatient = { QUERY_TIMEOUT: '300ms', RETRIES: '2', BACKOFF_BASE: '20ms' };
const breaking = { ...impatient, RETRIES: '0', CIRCUIT_FAILURES: '2', CIRCUIT_OPEN: '500ms' };
const words = {
  missing: 'Missing IATA codes.',
  late: 'The request timed out.',
  open: 'Service unavailable. Please try again later.',
};

let mysql: MysqlServer;
const stack = new AsyncDisposableStack();
const log: Record<string, unknown>[] = [];

before(async () => {
  mysql = stack.use(await MysqlServer.start('flights'));
});
after(() => stack.disposeAsync());

async function serve(settings: Record<string, string> = {}): Promise<string> {
  const environment = { PORT: '0', DRAIN: '0ms', MYSQL_URL: mysql.url('flights'), ...settings };
  const config = loadConfig(variables, environment);
  const app = await createService(AppModule.with(config), config);
  stack.defer(() => app.close());
  const remember = (message: unknown) => void log.push(message as Record<string, unknown>);
  Logger.overrideLogger({ log: () => {}, warn: remember, error: remember });
  const url = await app.getUrl();
  await eventually(async () => assert.equal((await fetch(`${url}/health/ready`)).status, 200), 60_000);
  return url;
}

async function ask(url: string, query = 'from=LIS&to=OPO') {
  const response = await fetch(`${url}/api/flights/routes?${query}`);
  const type = response.headers.get('content-type')?.replace(/;.*/, '');
  return { status: response.status, type, text: await response.text() };
}

const plain = (status: number, text: string) => ({ status, type: 'text/plain', text });

/** While the database says nothing. */
async function frozen<T>(work: () => Promise<T>): Promise<T> {
  mysql.freeze();
  try {
    return await work();
  } finally {
    mysql.thaw();
  }
}

test('says who flies from one airport to another', async () => {
  const url = await serve();
  const { status, text } = await ask(url);
  assert.equal(status, 200);
  const flights = JSON.parse(text) as object[];
  assert.deepEqual(flights[0], { from: 'LIS', to: 'OPO', airline: 'TP' });
  assert.equal(flights.length, 3);
  assert.deepEqual(await ask(url, 'from=LIS&to=XXXX'), { status: 200, type: 'application/json', text: '[]' });
});

test('without both codes it is a 400 in one sentence', async () => {
  const url = await serve();
  for (const query of ['', 'from=LIS', 'to=OPO', 'from=LIS&to=', 'from=LIS&from=OPO&to=FAO'])
    assert.deepEqual(await ask(url, query), plain(400, words.missing), query);
});

test('the tables have the columns of the diagram and the size of OpenFlights, however often it starts', async () => {
  await serve();
  const connection = await createConnection(mysql.url('flights'));
  const rows = async (sql: string) => (await connection.query(sql))[0] as Record<string, unknown>[];
  const columns = await rows(
    `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR ' ') AS columns
    FROM information_schema.columns WHERE table_schema = 'flights' GROUP BY table_name ORDER BY table_name`,
  );
  assert.deepEqual(Object.fromEntries(columns.map(({ name, columns }) => [name, columns])), {
    airlines: 'alid name iata icao callsign country uid alias mode active',
    airports:
      'apid name city country iata icao x y elevation uid timezone dst tz_id type source country_code',
    countries: 'code name oa_code dst',
    locales: 'locale name',
    routes: 'rid airline alid src_ap src_apid dst_ap dst_apid codeshare stops equipment',
  });
  const count = async (table: string) => (await rows(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n'];
  assert.deepEqual(
    [await count('airports'), await count('airlines'), await count('routes')],
    [7698, 6162, 67_663],
  );
  await connection.end();
});

test('a service that is there before its database waits for it, and loads what is not there', async () => {
  const connection = await createConnection(mysql.url('flights'));
  await connection.query('DROP TABLE routes');
  await connection.end();
  await mysql.kill();
  const early = serve();
  await mysql.restart();
  assert.equal((await ask(await early)).status, 200);
});

test('exercise 1: asks the database as it is, and hangs with it', async () => {
  const url = await serve({ EXERCISE: '1', ...impatient });
  const asked = frozen(async () => {
    const answer = ask(url);
    const first = await Promise.race([
      answer,
      new Promise((resolve) => setTimeout(resolve, 1500, 'nothing')),
    ]);
    return { answer, first };
  });
  const { answer, first } = await asked;
  assert.equal(first, 'nothing');
  assert.equal((await answer).status, 200);
});

test('a service that has begun is ready also while the database is away: its own answers are the lesson', async () => {
  const url = await serve();
  const [ready, health] = await frozen(() =>
    Promise.all(['health/ready', 'health/'].map((path) => fetch(`${url}/${path}`))),
  );
  assert.deepEqual([ready?.status, health?.status], [200, 503]);
});

test('exercise 2: a time-out', async () => {
  const url = await serve({ EXERCISE: '2', ...impatient });
  assert.deepEqual(await frozen(() => ask(url)), plain(500, words.late));
  await eventually(async () => assert.equal((await ask(url)).status, 200));
});

test('exercise 3: retries, each logged with attempt, delay and cause', async () => {
  const url = await serve({ EXERCISE: '3', ...impatient });
  log.length = 0;
  assert.deepEqual(await frozen(() => ask(url)), plain(500, words.late));
  assert.deepEqual(
    log.filter(({ msg }) => msg === 'retry'),
    [20, 40].map((delayMs, index) => {
      return { msg: 'retry', attempt: index + 1, delayMs, cause: 'no answer within 300 ms' };
    }),
  );
});

test('exercise 4: a circuit that opens after failures in a row, answers at once, and closes again', async () => {
  const url = await serve({ EXERCISE: '4', ...breaking });
  log.length = 0;
  await frozen(async () => {
    for (const _ of [1, 2]) assert.deepEqual(await ask(url), plain(500, words.late));
    const start = performance.now();
    assert.deepEqual(await ask(url), plain(503, words.open));
    assert.ok(performance.now() - start < 250, 'at once');
  });
  await eventually(async () => assert.equal((await ask(url)).status, 200));
  const circuit = log.map(({ msg }) => String(msg)).filter((msg) => msg.startsWith('circuit'));
  assert.deepEqual(
    [circuit[0], ...circuit.slice(-2)],
    ['circuit open', 'circuit half-open', 'circuit reset'],
  );
});

test('exercise 5: health knows the circuit', async () => {
  const url = await serve({ EXERCISE: '5', ...breaking, CIRCUIT_OPEN: '60s' });
  const health = async () => {
    const response = await fetch(`${url}/health/`);
    const { checks, ...rest } = (await response.json()) as { checks: Record<string, unknown>[] };
    return { code: response.status, ...rest, checks };
  };
  const well = await health();
  assert.deepEqual(well, {
    code: 200,
    status: 'Healthy',
    checks: [
      { name: 'mysql', status: 'Healthy', description: '', duration: well.checks[0]?.['duration'] },
      {
        name: 'circuitBreaker',
        status: 'Healthy',
        description: 'Circuit breaker is currently Closed.',
        duration: well.checks[1]?.['duration'],
      },
    ],
    totalDuration: (well as unknown as { totalDuration: number }).totalDuration,
  });
  await frozen(async () => {
    for (const _ of [1, 2]) await ask(url);
  });
  await eventually(async () =>
    assert.partialDeepStrictEqual(await health(), {
      code: 503,
      status: 'Unhealthy',
      checks: [
        { name: 'mysql', status: 'Healthy' },
        { name: 'circuitBreaker', status: 'Unhealthy', description: 'Circuit breaker is currently Open.' },
      ],
    }),
  );
});
