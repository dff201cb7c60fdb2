/** The orders and what was ordered, with the price of that day. */
export const ordersSchema = [
  `CREATE TABLE IF NOT EXISTS orders (
    id CHAR(36) PRIMARY KEY,
    customer_id CHAR(36) NOT NULL,
    discount DECIMAL(5, 4) NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    placed_at DATETIME(3) NOT NULL,
    KEY by_customer (customer_id, placed_at)
  )`,
  `CREATE TABLE IF NOT EXISTS order_items (
    order_id CHAR(36) NOT NULL,
    product_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    quantity INT NOT NULL,
    unit_price DECIMAL(12, 2) NOT NULL,
    position INT NOT NULL,
    PRIMARY KEY (order_id, product_id)
  )`,
];
