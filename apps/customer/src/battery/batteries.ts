// The orders of each battery and what must be true after each of them.
export type BatteryName = 'single' | 'half' | 'complete';
type Product = 'burger' | 'fries' | 'coke';
export type CustomerNumber = 1 | 2 | 3;

export interface Item {
  id: string;
  quantity: number;
}

/** One order and its consequences. Money is in cents and discounts in whole percent: both are exact. */
export interface OrderTest {
  number: number;
  customer: CustomerNumber;
  customerId: string;
  items: Item[];
  discountPercent: number;
  amountCents: number;
  /** How many orders this customer has once this one is placed. */
  ordersAfter: number;
  nextDiscountPercent: number;
}

/** Fixed, so that the orders of a customer can be found again, in every store and in every trace. */
export const customerIds: Record<CustomerNumber, string> = {
  1: '11111111-1111-4111-8111-111111111111',
  2: '22222222-2222-4222-8222-222222222222',
  3: '33333333-3333-4333-8333-333333333333',
};

const tests: OrderTest[] = [
  order(1, 1, { burger: 2, fries: 1 }, { discount: 0, amount: 2500, orders: 1 }),
  order(2, 1, { fries: 4 }, { discount: 1, amount: 1980, orders: 2 }),
  order(3, 2, { coke: 2, fries: 1 }, { discount: 0, amount: 1000, orders: 1 }),
  order(4, 2, { burger: 2, fries: 2 }, { discount: 1, amount: 2970, orders: 2 }),
  order(5, 2, { fries: 2 }, { discount: 2, amount: 980, orders: 3 }),
  order(6, 3, { fries: 2 }, { discount: 0, amount: 1000, orders: 1 }),
];

const sizes: Record<BatteryName, number> = { single: 1, half: 3, complete: 6 };

export function isBatteryName(name: string | undefined): name is BatteryName {
  return name !== undefined && Object.hasOwn(sizes, name);
}

export function testsOf(battery: BatteryName): OrderTest[] {
  return tests.slice(0, sizes[battery]);
}

/** What a person would say: "2 burger, 1 fries". */
export function describeItems(items: Item[]): string {
  return items.map(({ id, quantity }) => `${quantity} ${id}`).join(', ');
}

function order(
  number: number,
  customer: CustomerNumber,
  quantities: Partial<Record<Product, number>>,
  after: { discount: number; amount: number; orders: number },
): OrderTest {
  return {
    number,
    customer,
    customerId: customerIds[customer],
    items: Object.entries(quantities).map(([id, quantity]) => ({ id, quantity })),
    discountPercent: after.discount,
    amountCents: after.amount,
    ordersAfter: after.orders,
    nextDiscountPercent: after.orders,
  };
}
