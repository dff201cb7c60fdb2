// `customer load`: orders at a constant rate, the figures, and the audit of exactly these orders.
import { audit } from '../audit/audit.js';
import type { Stores } from '../audit/compare.js';
import { openPlace } from '../place.js';
import { figuresOf, type LoadSummary } from './figures.js';
import type { LoadCommand } from './options.js';
import { ownOf } from './own.js';
import { LoadProgress } from './progress.js';
import { runLoad, type Served } from './run-load.js';

/** @throws when there is no restaurant to load. */
export async function load(command: LoadCommand, signal: AbortSignal): Promise<LoadSummary> {
  using place = await openPlace(command);
  const progress = new LoadProgress(command.orders, command.json ? process.stderr : process.stdout);
  const startedAt = Date.now();
  const served = await runLoad({
    ...command,
    restaurant: place.restaurant,
    signal,
    onServed: (order) => progress.served(order),
  });
  progress.stop();
  const figures = figuresOf(served, startedAt, Date.now());
  const audited = command.audit ? await auditOf(served, place.stores) : {};
  const isClean = audited.auditFailure === undefined && (audited.audit?.clean ?? true);
  return { passed: figures.orders > 0 && figures.failed === 0 && isClean, ...figures, ...audited };
}

/** The database may just be on its way back. */
const patience = { withinMs: 60_000 };

async function auditOf(
  served: Served[],
  stores: () => Promise<Stores>,
): Promise<Pick<LoadSummary, 'audit' | 'auditFailure'>> {
  try {
    return { audit: await audit(served, async () => ownOf(served, await stores()), patience) };
  } catch (error) {
    return { auditFailure: (error as Error).message };
  }
}
