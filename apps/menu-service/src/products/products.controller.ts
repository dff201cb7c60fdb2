import { Database, notFound } from '@chaos-workshop/service-kit';
import { Controller, Get, Inject, Param } from '@nestjs/common';

/** What is on the menu; `price` has at most two decimals. */
interface Product {
  id: string;
  price: number;
}

@Controller('products')
export class ProductsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id')
  async product(@Param('id') id: string): Promise<Product> {
    const [row] = await this.database.rows<{ id: string; price: string }>(
      'SELECT id, price FROM products WHERE id = ?',
      [id],
    );
    if (!row)
      throw notFound('unknown-product', `There is no product "${id}" on the menu. Ask for one that is.`);
    return { id: row.id, price: Number(row.price) };
  }
}
