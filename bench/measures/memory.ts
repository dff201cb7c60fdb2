import { setTimeout as sleep } from 'node:timers/promises';
import { dial } from '../client.ts';
import type { Figure, Measure, Stage } from './measure.ts';

const idle = 1_000;

/** Resident memory before and with 1,000 connections on which nothing happens. */
export const memory: Measure = {
  what: 'memory',
  async run({ ways, upstream }: Stage): Promise<Figure[]> {
    const whole: Record<string, number> = {};
    const each: Record<string, number> = {};
    for (const { name, server } of ways) {
      if (server === undefined) continue;
      const before = server.residentMiB();
      const port = await server.proxy('memory', upstream.echo);
      const sockets = [];
      for (let n = 0; n < idle; n += 1) sockets.push(await dial(port));
      await sleep(1_000);
      whole[name] = server.residentMiB();
      each[name] = ((whole[name] - before) * 1_024) / idle;
      for (const socket of sockets) socket.destroy();
    }
    return [
      { what: 'memory with 1,000 idle connections', unit: 'MiB', better: 'lower', values: whole },
      { what: 'memory a connection', unit: 'KiB', better: 'lower', values: each },
    ];
  },
};
