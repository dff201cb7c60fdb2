/** The orders that loyalty knows, and when it last forgot them all. */
export const schema = [
  `CREATE TABLE IF NOT EXISTS orders (
    order_id CHAR(36) PRIMARY KEY,
    customer_id CHAR(36) NOT NULL,
    placed_at DATETIME(3) NOT NULL,
    KEY by_customer (customer_id)
  )`,
  `CREATE TABLE IF NOT EXISTS last_reset (
    id TINYINT PRIMARY KEY,
    reset_at DATETIME(3) NOT NULL
  )`,
  `INSERT IGNORE INTO last_reset (id, reset_at) VALUES (1, '1970-01-02')`,
];
