// A service for the tests of this library: `node kitchen.fixture.js`.
import { Body, Controller, Get, Inject, Module, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  HealthChecks,
  loadConfigOrExit,
  notFound,
  runService,
  serviceVariables,
  unavailable,
} from '../index.js';

const dish = z.strictObject({ name: z.string('must be text'), quantity: z.int('must be a whole number') });

@Controller()
class KitchenController {
  #stoveIsHot = true;

  constructor(@Inject(HealthChecks) healthChecks: HealthChecks) {
    const check = () => {
      if (!this.#stoveIsHot) throw new Error('The stove is cold.');
      return 'The stove is hot.';
    };
    healthChecks.add({ name: 'stove', readiness: true, check });
    healthChecks.add({ name: 'radio', readiness: false, check: () => 'It plays.' });
  }

  @Post('dishes')
  cook(@Body({ schema: dish }) order: z.output<typeof dish>): object {
    return order;
  }

  @Get('dishes/:name')
  dish(@Param('name') name: string): never {
    if (name === 'soup') throw unavailable('The soup is not ready. Ask again.', { retryAfterSeconds: 7 });
    if (name === 'bug') throw new Error('secret detail');
    throw notFound('unknown-dish', `There is no "${name}". Ask for soup.`);
  }

  @Get('slow/:ms')
  async slow(@Param('ms') ms: string): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, Number(ms)));
    return 'done';
  }

  @Post('stove/off')
  turnOff(): void {
    this.#stoveIsHot = false;
  }
}

@Module({ controllers: [KitchenController] })
class KitchenModule {}

await runService({ module: KitchenModule }, loadConfigOrExit(serviceVariables));
