import { json } from '../answers.js';
import type { Parts } from '../api.js';
import { decode } from '../decode.js';
import { faultBody } from '../fault-body.js';
import { route } from '../route.js';
import type { Route } from '../route.js';

export function faultRoutes({ faults }: Parts): Route[] {
  return [
    route('GET', '/faults', () => json(200, faults.list())),
    route('GET', '/faults/:fault', ({ names }) => json(200, faults.get(names['fault'] ?? ''))),
    route('PUT', '/faults/:fault', ({ names, body }) =>
      json(200, faults.put(names['fault'] ?? '', decode(faultBody, body))),
    ),
    route('DELETE', '/faults/:fault', ({ names }) => json(200, faults.delete(names['fault'] ?? ''))),
  ];
}
