import { ordersSchema } from '../orders/schema.js';

/** The order tables, and what the reference keeps to be right under faults. */
export const referenceSchema = [
  ...ordersSchema,
  // How many orders each customer has placed: a row to lock, and a number that shows when another order came between.
  `CREATE TABLE IF NOT EXISTS customers (
    id CHAR(36) PRIMARY KEY,
    orders INT NOT NULL
  )`,
  // Which order a key stands for, and what was asked for under it.
  `CREATE TABLE IF NOT EXISTS idempotency_keys (
    idempotency_key VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,
    fingerprint CHAR(64) NOT NULL,
    order_id CHAR(36) NOT NULL
  )`,
  // Orders that loyalty is still to be told about.
  `CREATE TABLE IF NOT EXISTS outbox (
    order_id CHAR(36) PRIMARY KEY,
    customer_id CHAR(36) NOT NULL,
    placed_at DATETIME(3) NOT NULL,
    traceparent VARCHAR(64) NULL,
    KEY by_customer (customer_id)
  )`,
  // When all orders were last forgotten; one row.
  `CREATE TABLE IF NOT EXISTS last_reset (
    id TINYINT PRIMARY KEY,
    reset_at DATETIME(3) NOT NULL
  )`,
  `INSERT IGNORE INTO last_reset (id, reset_at) VALUES (1, '1970-01-02')`,
];
