import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** One line for each answered request, probes left out. */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('http');
  fastify.addHook('onResponse', async (request, reply) => {
    if (request.url.startsWith('/health')) return;
    const durationMs = Math.round(reply.elapsedTime);
    logger.log({
      msg: `${request.method} ${request.url} ${reply.statusCode}`,
      status: reply.statusCode,
      durationMs,
    });
  });
}
