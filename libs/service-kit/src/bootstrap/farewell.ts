import type { OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Whether the service has been told to stop; of all its hooks Nest calls this one first. */
export class Farewell implements OnModuleDestroy {
  #hasBegun = false;

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  onModuleDestroy(): void {
    this.#hasBegun = true;
  }
}

/**
 * From then on each answer closes its connection. Callers that keep connections go elsewhere while this service still
 * answers: a request on one that is closed at the end would be lost, and one that is kept would hold up the end.
 */
export function sayFarewell(fastify: FastifyInstance, farewell: Farewell): void {
  fastify.addHook('onSend', async (_request, reply) => {
    if (farewell.hasBegun) reply.header('connection', 'close');
  });
}
