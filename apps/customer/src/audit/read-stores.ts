// Reads the stores of the order and of the loyalty service as they are, past the services.
import type { Duplex } from 'node:stream';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { hundredths } from '../decimal.js';
import type { OrderRow, Stores } from './compare.js';

export interface StoreAccess {
  /** A fresh connection to the database server. */
  open: () => Promise<Duplex>;
  user: string;
  password: string;
}

interface ItemRow extends RowDataPacket {
  id: string;
  customerId: string;
  discount: string;
  amount: string;
  product: string | null;
  quantity: number;
  unitPrice: string;
}

interface CountedRow extends RowDataPacket {
  orderId: string;
}

const ordersSql = `
  SELECT o.id, o.customer_id AS customerId, o.discount, o.amount,
         i.product_id AS product, i.quantity, i.unit_price AS unitPrice
  FROM orders.orders o LEFT JOIN orders.order_items i ON i.order_id = o.id
  ORDER BY o.id, i.product_id`;
const countedSql = 'SELECT order_id AS orderId FROM loyalty.orders';

/** One consistent picture of the orders, then what loyalty counts, which can only have grown. */
export async function readStores(access: StoreAccess): Promise<Stores> {
  const connection = await connect(access);
  try {
    const [items] = await connection.query<ItemRow[]>({ sql: ordersSql, timeout: 5_000 });
    const [counted] = await connection.query<CountedRow[]>({ sql: countedSql, timeout: 5_000 });
    return { orders: ordersOf(items), counted: counted.map(({ orderId }) => orderId) };
  } finally {
    connection.destroy();
  }
}

async function connect({ open, user, password }: StoreAccess): Promise<Connection> {
  const stream = await open();
  return createConnection({ stream, user, password, connectTimeout: 5_000, decimalNumbers: false });
}

function ordersOf(rows: ItemRow[]): OrderRow[] {
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, [first, ...others]]) => ({
    id,
    customerId: first!.customerId,
    discountPercent: hundredths(first!.discount),
    amountCents: hundredths(first!.amount),
    items: [first!, ...others].flatMap(({ product, quantity, unitPrice }) =>
      product === null ? [] : { id: product, quantity, unitPriceCents: hundredths(unitPrice) },
    ),
  }));
}
