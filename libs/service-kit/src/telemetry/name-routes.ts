import { context } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import type { FastifyInstance } from 'fastify';

/** Tells the HTTP instrumentation which route a request took, so that its span reads `GET /products/:id`. */
export function nameRoutes(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    const metadata = getRPCMetadata(context.active());
    if (metadata?.type === RPCType.HTTP && request.routeOptions.url)
      metadata.route = request.routeOptions.url;
  });
}
