import { Controller, HttpCode, HttpStatus, Inject, Post } from '@nestjs/common';
import { KnownOrders } from './known-orders.js';

/** For the workshop's checks only. */
@Controller('assertions')
export class AssertionsController {
  constructor(@Inject(KnownOrders) private readonly orders: KnownOrders) {}

  @Post('reset-db')
  @HttpCode(HttpStatus.NO_CONTENT)
  async resetDb(): Promise<void> {
    await this.orders.forgetAll();
  }
}
