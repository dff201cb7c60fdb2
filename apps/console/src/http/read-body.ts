import { type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './answer.js';

const unzip = promisify(gunzip);
export const maxBodyBytes = 16 * 1024 * 1024;

/** The whole body, unpacked if it is gzip. The limit holds for what comes and for what it unpacks to. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { 'content-length': announced = '0', 'content-encoding': encoding = 'identity' } = request.headers;
  if (Number(announced) > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A refused body must not take the connection with it: the answer still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return unpack(Buffer.concat(chunks), encoding.trim().toLowerCase());
}

async function unpack(body: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip') throw new Refusal(415, `content-encoding ${encoding}: send gzip or plain`);
  try {
    return await unzip(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Refusal(400, `the body is not gzip: ${(error as Error).message}`);
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, `the body is over ${maxBodyBytes / 1024 / 1024} MiB: send smaller batches`);
}
