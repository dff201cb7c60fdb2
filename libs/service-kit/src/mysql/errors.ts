/**
 * The database did not do it, or nobody knows whether it did. Worth another try, with work that may be
 * repeated.
 */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super(
      `the database is not available: ${cause instanceof Error ? cause.message || String(cause) : String(cause)}`,
      { cause },
    );
    this.name = 'DatabaseUnavailableError';
  }
}

/**
 * Server answers that pass by themselves: starting, stopping, overloaded, not migrated yet, or another
 * transaction was in the way.
 */
const passing = new Set([
  'ER_ACCESS_DENIED_ERROR', // while a new server creates its accounts …
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR', // … and its databases
  'ER_NO_SUCH_TABLE',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_SERVER_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_QUERY_TIMEOUT',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_DEADLOCK',
]);

/** A statement that ran too long, on MariaDB; mysql2 has no name for it. https://mariadb.com/kb/en/e1969/ */
const mariaDbStatementTimeout = 1969;

interface MysqlError extends Error {
  code?: string;
  errno?: number;
  fatal?: boolean;
  syscall?: string;
}

/** Whether the connection can no longer be used. */
export function isConnectionLost(error: unknown): boolean {
  const { fatal, syscall } = error as MysqlError;
  return fatal === true || syscall !== undefined;
}

/**
 * A connection that broke, a time-out or a passing state of the server becomes a DatabaseUnavailableError;
 * all else stays.
 */
export function asDatabaseError(error: unknown): unknown {
  return isConnectionLost(error) || isPassing(error as MysqlError)
    ? new DatabaseUnavailableError(error)
    : error;
}

function isPassing({ code = '', errno, name }: MysqlError): boolean {
  return passing.has(code) || errno === mariaDbStatementTimeout || name === 'TimeoutError';
}

/** Whether the tables have gone, as when a server comes back with an empty disk. */
export function isSchemaLost(error: unknown): boolean {
  const { cause } = error as Error;
  return error instanceof DatabaseUnavailableError && (cause as MysqlError).code === 'ER_NO_SUCH_TABLE';
}

export function isDuplicate(error: unknown): boolean {
  return (error as MysqlError).code === 'ER_DUP_ENTRY';
}
