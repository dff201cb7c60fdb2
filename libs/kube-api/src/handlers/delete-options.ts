import { isJsonObject } from '../store/json.js';
import type { DeleteOptions } from '../store/deletion.js';

export type ApiDeleteOptions = DeleteOptions & { dryRun: boolean; orphan: boolean };

/**
 * DeleteOptions from the body and the query. `Foreground` counts as `Background`: dependents go, but after their
 * owner.
 */
export function deleteOptionsOf(body: unknown, query: URLSearchParams): ApiDeleteOptions {
  const asked = isJsonObject(body) ? body : {};
  const preconditions = isJsonObject(asked['preconditions']) ? asked['preconditions'] : {};
  const grace = asked['gracePeriodSeconds'] ?? query.get('gracePeriodSeconds') ?? undefined;
  const policy = asked['propagationPolicy'] ?? query.get('propagationPolicy');
  const uid = preconditions['uid'];
  return {
    dryRun: query.getAll('dryRun').includes('All') || isDryRun(asked['dryRun']),
    orphan: policy === 'Orphan' || asked['orphanDependents'] === true,
    ...(grace !== undefined && { gracePeriodSeconds: Number(grace) }),
    ...(typeof uid === 'string' && { uid }),
  };
}

function isDryRun(value: unknown): boolean {
  return Array.isArray(value) && value.includes('All');
}
