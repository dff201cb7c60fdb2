import type { Policy } from '@chaos-workshop/resilience';
import type { Database } from '@chaos-workshop/service-kit';

/** Who flies from one airport to another; all three are IATA codes. */
export interface FlightRoute {
  from: string;
  to: string;
  airline: string;
}

const query =
  'SELECT src_ap AS `from`, dst_ap AS `to`, airline FROM routes WHERE src_ap = ? AND dst_ap = ? ORDER BY rid';

export class FlightRoutes {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  between(from: string, to: string): Promise<FlightRoute[]> {
    return this.policy.execute((signal) => this.database.rows<FlightRoute>(query, [from, to], signal));
  }
}
