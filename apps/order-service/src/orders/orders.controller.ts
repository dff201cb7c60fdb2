import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Inject, Post, Query } from '@nestjs/common';
import { checkedKey, idempotencyKeyHeader } from './idempotency-key.js';
import { customerId, newOrder, type NewOrder, type Order } from './order.js';
import type { Variant } from './variant.js';

@Controller()
export class OrdersController {
  constructor(@Inject('variant') private readonly variant: Variant) {}

  @Post('orders')
  async place(
    @Body({ schema: newOrder }) order: NewOrder,
    @Headers(idempotencyKeyHeader) key: string | undefined,
  ): Promise<{ orderId: string }> {
    return { orderId: await this.variant.desk.place(order, checkedKey(key)) };
  }

  @Get('orders')
  list(
    @Query('customerId', { schema: customerId.optional() }) customer: string | undefined,
  ): Promise<Order[]> {
    return this.variant.list.of(customer);
  }

  /** For the workshop's checks only. */
  @Post('assertions/reset-db')
  @HttpCode(HttpStatus.NO_CONTENT)
  async resetDb(): Promise<void> {
    await this.variant.desk.reset();
  }
}
