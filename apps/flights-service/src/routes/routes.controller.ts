import { Controller, Get, Inject, Query, UseFilters } from '@nestjs/common';
import { FlightRoutes, type FlightRoute } from './flight-routes.js';
import { MissingCodesError, PlainTextFilter } from './plain-text.filter.js';

@Controller('api/flights')
@UseFilters(PlainTextFilter)
export class RoutesController {
  constructor(@Inject(FlightRoutes) private readonly flightRoutes: FlightRoutes) {}

  @Get('routes')
  routes(@Query('from') from: unknown, @Query('to') to: unknown): Promise<FlightRoute[]> {
    if (!isCode(from) || !isCode(to)) throw new MissingCodesError();
    return this.flightRoutes.between(from, to);
  }
}

/** A parameter that is there twice is a list. */
function isCode(parameter: unknown): parameter is string {
  return typeof parameter === 'string' && parameter !== '';
}
