import { z } from 'zod';

const productId = z
  .string('must be text')
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores');

const quantity = z
  .int('must be a whole number from 1 to 100')
  .min(1, 'must be at least 1')
  .max(100, 'must be at most 100');

export const customerId = z.guid('must be a UUID').toLowerCase();

/**
 * What a customer asks for. A product is listed at most once: two lines of it are more likely a slip than a
 * wish.
 */
export const newOrder = z.strictObject(
  {
    customerId,
    items: z
      .array(
        z.strictObject({ id: productId, quantity }, 'must be an object with id and quantity'),
        'must be a list',
      )
      .min(1, 'must have at least one item')
      .max(50, 'must have at most 50 items')
      .superRefine(refuseDuplicates),
  },
  'must be an object with customerId and items',
);

export type NewOrder = z.output<typeof newOrder>;

/** An order as customers see it. Money and discount are decimals; the discount is a fraction of 1. */
export interface Order {
  id: string;
  customerId: string;
  discountPercentage: number;
  amount: number;
  placedDate: Date;
  items: { id: string; quantity: number; unitPrice: number }[];
}

function refuseDuplicates(items: { id: string }[], context: z.RefinementCtx): void {
  items.forEach(({ id }, index) => {
    if (items.findIndex((item) => item.id === id) === index) return;
    context.addIssue({
      code: 'custom',
      path: [index, 'id'],
      message: 'must not be listed twice: add up the quantities',
    });
  });
}
