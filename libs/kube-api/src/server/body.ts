import type { IncomingMessage } from 'node:http';
import { decodeProtobuf, protobufType } from '../protobuf/envelope.js';
import { StatusError } from '../status-error.js';

const largestBytes = 3 * 1024 * 1024;

/** The text of a request's body. */
export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** 413 above 3 MiB, as in Kubernetes. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBytes) {
      throw new StatusError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${largestBytes}`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The JSON of a request's body, which may be Protobuf; undefined when there is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = contentType(request);
  if (type === protobufType) return decodeProtobuf(await readBytes(request));
  if (type !== '' && !/^application\/(json|([\w.-]+\+)?(json|yaml))$/.test(type)) {
    throw StatusError.unsupportedMediaType(`${type} is not supported: send application/json`);
  }
  return parseJson(await readBody(request));
}

export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw StatusError.badRequest(`the body of the request is not JSON: ${(error as Error).message}`);
  }
}

/** Without parameters; '' when the request names none, which counts as JSON. */
export function contentType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
