import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { type KnownOrder, KnownOrders } from './known-orders.js';

const uuid = z.guid('must be a UUID').toLowerCase();

const newOrder = z.strictObject(
  {
    orderId: uuid,
    customerId: uuid,
    placedAt: z.iso
      .datetime({ offset: true, error: 'must be a time like 2026-11-22T12:00:00.000Z' })
      .transform((text) => new Date(text)),
  },
  'must be an object with orderId, customerId and placedAt',
);

/** One percent for each order, at most ten. */
const maxPercent = 10;

@Controller()
export class LoyaltyController {
  constructor(@Inject(KnownOrders) private readonly orders: KnownOrders) {}

  /** `discountPercentage` is a fraction: 0.03 is three percent. */
  @Get('customer-discounts/:customerId')
  async discount(
    @Param('customerId', { schema: uuid }) customerId: string,
  ): Promise<{ discountPercentage: number }> {
    const known = await this.orders.count(customerId);
    return { discountPercentage: Math.min(known, maxPercent) / 100 };
  }

  @Post('orders')
  @HttpCode(HttpStatus.NO_CONTENT)
  async add(@Body({ schema: newOrder }) order: KnownOrder): Promise<void> {
    await this.orders.add(order);
  }
}
