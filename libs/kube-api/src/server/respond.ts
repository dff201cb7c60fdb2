import type { ServerResponse } from 'node:http';
import { StatusError } from '../status-error.js';

export interface JsonAnswer {
  code?: number;
  warnings?: string[];
  contentType?: string;
}

export function respondJson(response: ServerResponse, body: unknown, answer: JsonAnswer = {}): void {
  const { code = 200, warnings = [], contentType = 'application/json' } = answer;
  const text = JSON.stringify(body);
  if (warnings.length > 0) response.setHeader('Warning', warnings.map(warningHeader));
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-cache, private');
  response.writeHead(code).end(text);
}

/** A StatusError as it is; anything else as 500. Once a body has begun, the connection ends instead. */
export function respondError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = asStatusError(error);
  respondJson(response, status.toStatus(), { code: status.code });
}

export function asStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** RFC 7234 warning; header values are ASCII. */
function warningHeader(text: string): string {
  const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
  return `299 - "${quoted.replaceAll(/[^\x20-\x7e]/g, '?')}"`;
}
