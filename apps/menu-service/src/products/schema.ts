/** The menu's tables and what is on the menu at first; a price that was changed since stays changed. */
export const schema = [
  `CREATE TABLE IF NOT EXISTS products (
    id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,
    price DECIMAL(10, 2) NOT NULL
  )`,
  `INSERT IGNORE INTO products (id, price) VALUES ('burger', 10.00), ('fries', 5.00), ('coke', 2.50)`,
];
