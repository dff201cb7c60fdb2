import type { Server, Upstream } from '../servers.ts';

/** What is measured of one way to the upstream: straight to it, or through a server. */
export interface Way {
  name: string;
  /** Undefined: straight. */
  server?: Server;
}

/** One line of the table. */
export interface Figure {
  what: string;
  unit: string;
  better: 'lower' | 'higher';
  /** One number for each way, by its name; a way without one is not compared. */
  values: Record<string, number>;
  /** What ours divided by Toxiproxy's should be at most (lower is better) or at least (higher is better). */
  goal?: number;
}

export interface Stage {
  ways: Way[];
  upstream: Upstream;
  /** 1 is the full length; less for a quick look. */
  scale: number;
}

export interface Measure {
  what: string;
  run: (stage: Stage) => Promise<Figure[]>;
}

/** One after the other in an order that changes each round, so that no way has the quiet moments to itself. */
export async function interleaved<T>(
  ways: T[],
  rounds: number,
  run: (way: T) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const from = round % ways.length;
    for (const way of [...ways.slice(from), ...ways.slice(0, from)]) await run(way);
  }
}

/** The port through which a way leads to a port of the upstream. */
export function portOf({ name, server }: Way, label: string, port: number): Promise<number> {
  return server ? server.proxy(`${label}-${name}`, port) : Promise.resolve(port);
}
