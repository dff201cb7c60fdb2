import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Inject, Post, Query } from '@nestjs/common';
import { checkedKey, idempotencyKeyHeader } from './idempotency-key.js';
import { customerId, newOrder, type NewOrder, type Order } from './order.js';
import type { Parts } from './variant.js';

@Controller()
export class OrdersController {
  constructor(@Inject('parts') private readonly parts: Parts) {}

  @Post('orders')
  async place(
    @Body({ schema: newOrder }) order: NewOrder,
    @Headers(idempotencyKeyHeader) key: string | undefined,
  ): Promise<{ orderId: string }> {
    return { orderId: await this.parts.desk.place(order, checkedKey(key)) };
  }

  @Get('orders')
  list(
    @Query('customerId', { schema: customerId.optional() }) customer: string | undefined,
  ): Promise<Order[]> {
    return this.parts.list.of(customer);
  }

  /** For the workshop's checks only. */
  @Post('assertions/reset-db')
  @HttpCode(HttpStatus.NO_CONTENT)
  async resetDb(): Promise<void> {
    await this.parts.desk.reset();
  }
}
