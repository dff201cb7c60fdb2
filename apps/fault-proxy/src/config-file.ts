import { readFile } from 'node:fs/promises';
import type { Parts } from './api.js';
import { populateBody } from './bodies.js';
import { decode } from './decode.js';
import { populate } from './routes/populate.js';

/** Creates the proxies that the file lists. Throws with the file's name when it cannot. */
export async function loadConfig(file: string, parts: Parts): Promise<void> {
  try {
    const { failure } = await populate(parts, decode(populateBody, await readFile(file, 'utf8')));
    if (failure) throw failure;
  } catch (error) {
    throw new Error(`config ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
