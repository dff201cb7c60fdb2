import type { IncomingMessage } from 'node:http';
import { StatusError } from '../status-error.js';

const largestBytes = 3 * 1024 * 1024;

/** The text of a request's body; 413 above 3 MiB, as in Kubernetes. */
export async function readBody(request: IncomingMessage): Promise<string> {
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
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON of a request's body; undefined when there is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = contentType(request);
  if (type === 'application/vnd.kubernetes.protobuf') throw StatusError.unsupportedMediaType(protobufRefusal);
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

const protobufRefusal =
  'this API server reads JSON and this command sends Protobuf. Make a manifest and apply it instead: ' +
  'kubectl create … --dry-run=client -o yaml | kubectl apply -f -';
