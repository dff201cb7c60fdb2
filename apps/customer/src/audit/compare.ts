// Exactly once is the truth: what the customer was told, held against what the stores have.
import { describeItems, type Item } from '../battery/batteries.js';
import { decimal } from '../decimal.js';

export interface StoredItem extends Item {
  unitPriceCents: number;
}

export interface OrderRow {
  id: string;
  customerId: string;
  discountPercent: number;
  amountCents: number;
  items: StoredItem[];
}

export interface Stores {
  orders: OrderRow[];
  /** The order ids that loyalty has counted, one entry for each time it counts. */
  counted: string[];
}

/** What somebody ordered, and what it has to come to. */
export interface Ordered {
  number: number;
  customerId: string;
  items: Item[];
  discountPercent: number;
  amountCents: number;
}

/** An order that was sent; `orderId` when the customer was told that it was placed. */
export interface SentOrder {
  order: Ordered;
  orderId?: string;
}

export interface AuditFindings {
  clean: boolean;
  /** Told to the customer and in no store. */
  lost: number;
  /** In the store once more than it was ordered. */
  doubled: number;
  /** Stored with other items, discount or money than ordered, or ordered by nobody. */
  wrong: number;
  /** Orders that loyalty does not count. */
  uncounted: number;
  /** What loyalty counts more than once, or without an order. */
  overcounted: number;
  /** A sentence for each. */
  findings: string[];
}

type Kind = 'lost' | 'doubled' | 'wrong' | 'uncounted' | 'overcounted';
type Problem = [kind: Kind, sentence: string];

/** Compares what was sent with the stores, which held nothing else. */
export function compare(sent: SentOrder[], stores: Stores): AuditFindings {
  const problems = [...compareOrders(sent, stores.orders), ...compareLoyalty(sent, stores)];
  const count = (kind: Kind) => problems.filter(([found]) => found === kind).length;
  return {
    clean: problems.length === 0,
    lost: count('lost'),
    doubled: count('doubled'),
    wrong: count('wrong'),
    uncounted: count('uncounted'),
    overcounted: count('overcounted'),
    findings: problems.map(([, sentence]) => sentence),
  };
}

function* compareOrders(sent: SentOrder[], rows: OrderRow[]): Generator<Problem> {
  const rest = new Map(rows.map((row) => [row.id, row]));
  for (const { order, orderId } of sent) {
    if (orderId === undefined) continue;
    const row = rest.get(orderId);
    rest.delete(orderId);
    if (!row) yield ['lost', `order ${orderId} of test ${order.number} is not in the store`];
    else if (!hasContent(order, row))
      yield ['wrong', `order ${orderId} of test ${order.number}: ${difference(order, row)}`];
  }
  const untold = sent.filter(({ orderId }) => orderId === undefined).map(({ order }) => order);
  for (const row of rest.values()) {
    const mayExist = untold.findIndex((order) => isOrderOf(order, row));
    if (mayExist >= 0 && isItsOwnMoney(row)) untold.splice(mayExist, 1);
    else if (mayExist < 0 && sent.some(({ order }) => isOrderOf(order, row)))
      yield [
        'doubled',
        `order ${row.id}: ${describeItems(row.items)} is in the store once more than ordered`,
      ];
    else
      yield [
        'wrong',
        `order ${row.id}: ${describeItems(row.items)} for ${decimal(row.amountCents)} was never ordered`,
      ];
  }
}

function* compareLoyalty(sent: SentOrder[], { orders, counted }: Stores): Generator<Problem> {
  const told = new Set(sent.flatMap(({ orderId }) => orderId ?? []));
  const times = Map.groupBy(counted, (id) => id);
  for (const { id } of orders)
    if (told.has(id) && !times.has(id)) yield ['uncounted', `order ${id} is not counted for loyalty`];
  const known = new Set(orders.map(({ id }) => id));
  for (const [id, entries] of times)
    if (entries.length > 1)
      yield ['overcounted', `order ${id} is counted ${entries.length} times for loyalty`];
    else if (!known.has(id)) yield ['overcounted', `order ${id} is counted for loyalty and not in the store`];
}

function hasContent(order: Ordered, row: OrderRow): boolean {
  return (
    isOrderOf(order, row) &&
    isItsOwnMoney(row) &&
    row.discountPercent === order.discountPercent &&
    row.amountCents === order.amountCents
  );
}

function isOrderOf(order: Ordered, row: OrderRow): boolean {
  return order.customerId === row.customerId && normal(order.items) === normal(row.items);
}

/** amount = Σ price × quantity × (1 − discount), to the cent, a half rounded up. */
function isItsOwnMoney({ items, discountPercent, amountCents }: OrderRow): boolean {
  const full = items.reduce((sum, { unitPriceCents, quantity }) => sum + unitPriceCents * quantity, 0);
  return amountCents === Math.round((full * (100 - discountPercent)) / 100);
}

function difference(order: Ordered, row: OrderRow): string {
  const stored = `${describeItems(row.items)} for ${decimal(row.amountCents)} at discount ${decimal(row.discountPercent)}`;
  return `stored as ${stored}, ordered as ${describeItems(order.items)} for ${decimal(order.amountCents)} at discount ${decimal(order.discountPercent)}`;
}

function normal(items: Item[]): string {
  return describeItems(items.toSorted((one, other) => one.id.localeCompare(other.id)));
}
