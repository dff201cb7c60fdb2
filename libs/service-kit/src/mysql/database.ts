import { createPool, type Pool, type PoolConnection, type ResultSetHeader } from 'mysql2/promise';
import { untilAborted } from '../abort.js';
import { asDatabaseError, DatabaseUnavailableError, isConnectionLost, isSchemaLost } from './errors.js';

export type SqlValue = string | number | bigint | Date | null | readonly SqlValue[];

/** SQL with `?` for values. Decimals come back as text, exactly as stored; times are UTC. */
export interface Statements {
  /** The rows that a SELECT finds. */
  rows<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Changes rows and says how many. */
  change(sql: string, values?: readonly SqlValue[]): Promise<number>;
}

/** Brings the database nearer to its shape: a statement, or work that first looks whether it is still to be done. */
export type SchemaStep = string | ((statements: Statements) => Promise<unknown>);

export interface DatabaseOptions {
  connections: number;
  /** How long one query or one transaction may take, waiting for a connection included. */
  timeoutMs: number;
}

/**
 * A connection pool in which nothing waits for ever. A stalled link would otherwise keep its connections and
 * all who queue for one: mysql2's own time-out neither frees the connection nor counts while queueing, so
 * every call here has a deadline, and a connection that misses it is destroyed.
 */
export class Database implements Statements, AsyncDisposable {
  readonly #pool: Pool;
  #hasSchema = false;

  /**
   * `schema`: steps that bring it into shape; each must be repeatable (`CREATE TABLE IF NOT EXISTS`,
   * `INSERT IGNORE`), because every start and every replica takes them all.
   */
  constructor(
    url: string,
    private readonly schema: readonly SchemaStep[],
    private readonly options: DatabaseOptions = { connections: 10, timeoutMs: 3000 },
  ) {
    this.#pool = createPool({
      uri: url,
      connectionLimit: options.connections,
      connectTimeout: options.timeoutMs,
      maxIdle: 2,
      idleTimeout: 10_000, // less than the session's wait_timeout
      timezone: 'Z',
      stringifyObjects: true,
    });
    this.#pool.pool.on('connection', (connection) => {
      connection.query(sessionLimits(options.timeoutMs), () => {}); // fails together with the statement after it
    });
  }

  get hasSchema(): boolean {
    return this.#hasSchema;
  }

  /** Until this has succeeded all other calls fail, so that nobody takes a table half filled for the truth. */
  async applySchema(signal: AbortSignal): Promise<void> {
    for (const step of this.schema) {
      const take = typeof step === 'string' ? (on: Statements) => on.change(step) : step;
      await this.#withConnection((connection) => take(statements(connection)), signal);
    }
    this.#hasSchema = true;
  }

  rows<Row>(sql: string, values: readonly SqlValue[] = [], signal?: AbortSignal): Promise<Row[]> {
    return this.#inSchema((connection) => statements(connection).rows<Row>(sql, values), signal);
  }

  change(sql: string, values: readonly SqlValue[] = [], signal?: AbortSignal): Promise<number> {
    return this.#inSchema((connection) => statements(connection).change(sql, values), signal);
  }

  /** All of the work or none of it. A DatabaseUnavailableError leaves open whether it was committed. */
  transaction<T>(work: (statements: Statements) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#inSchema(async (connection) => {
      await connection.beginTransaction();
      try {
        const result = await work(statements(connection));
        await connection.commit();
        return result;
      } catch (error) {
        if (!isConnectionLost(error)) await connection.rollback().catch(() => connection.destroy());
        throw error;
      }
    }, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await untilAborted(this.#pool.end(), AbortSignal.timeout(1000)).catch(() => {});
  }

  async #inSchema<T>(work: (connection: PoolConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (!this.#hasSchema) throw new DatabaseUnavailableError(new Error('its tables are not there yet'));
    try {
      return await this.#withConnection(work, signal);
    } catch (error) {
      if (isSchemaLost(error)) this.#hasSchema = false;
      throw error;
    }
  }

  async #withConnection<T>(
    work: (connection: PoolConnection) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const limit = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
      const connection = await this.#acquire(limit);
      return await useConnection(connection, work, limit);
    } catch (error) {
      throw asDatabaseError(error);
    }
  }

  /** A connection that comes after the deadline goes back to the pool. */
  async #acquire(limit: AbortSignal): Promise<PoolConnection> {
    limit.throwIfAborted();
    const connection = this.#pool.getConnection();
    try {
      return await untilAborted(connection, limit);
    } catch (error) {
      connection.then((late) => late.release()).catch(() => {});
      throw error;
    }
  }
}

async function useConnection<T>(
  connection: PoolConnection,
  work: (connection: PoolConnection) => Promise<T>,
  limit: AbortSignal,
): Promise<T> {
  try {
    return await untilAborted(work(connection), limit);
  } catch (error) {
    if (limit.aborted || isConnectionLost(error)) connection.destroy();
    throw error;
  } finally {
    connection.release();
  }
}

function statements(connection: PoolConnection): Statements {
  return {
    async rows<Row>(sql: string, values: readonly SqlValue[] = []) {
      const [rows] = await connection.query(sql, [...values]);
      return rows as Row[];
    },
    async change(sql: string, values: readonly SqlValue[] = []) {
      const [result] = await connection.query<ResultSetHeader>(sql, [...values]);
      return result.affectedRows;
    },
  };
}

/**
 * The server's own limits, so that a client that vanished holds no lock for long: on a statement, on waiting
 * for a row, and on saying nothing. MySQL and MariaDB each skip the comment that is meant for the other.
 */
function sessionLimits(timeoutMs: number): string {
  const seconds = Math.ceil(timeoutMs / 1000);
  return `SET SESSION innodb_lock_wait_timeout = ${seconds}, wait_timeout = 20
    /*!80000 , max_execution_time = ${timeoutMs} */ /*M!100100 , max_statement_time = ${seconds} */`;
}
