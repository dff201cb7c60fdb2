import type { Affected, HttpEffect } from '@chaos-workshop/chaos-mesh';
import { untraced } from '@chaos-workshop/service-kit';

/** What a fault proxy is asked for, as its `PUT /faults/{id}` has it. */
export interface SidecarFault {
  seed: number;
  http: (HttpEffect & { proxy: string })[];
}

/** The API of the fault proxies. All reject with a sentence when one does not answer, or refuses. */
export interface FaultApi {
  /** Puts a fault in force until `ttlMs` are over; returns what it has affected so far. */
  put(url: string, id: string, fault: SidecarFault & { ttlMs: number }): Promise<Affected>;
  /** Returns what it has affected in all; undefined: there was none. */
  delete(url: string, id: string): Promise<Affected | undefined>;
}

const patienceMs = 2000;

export const faultApi: FaultApi = {
  async put(url, id, fault) {
    const answer = await call('PUT', url, id, fault);
    if (answer.ok) return await affectedIn(answer);
    throw new Error(`the fault proxy at ${url} refused: ${(await answer.text()).trim()}`);
  },
  async delete(url, id) {
    const answer = await call('DELETE', url, id);
    if (answer.ok) return await affectedIn(answer);
    const text = await answer.text();
    if (answer.status === 404) return undefined;
    throw new Error(`the fault proxy at ${url} refused: ${text.trim()}`);
  },
};

async function call(method: string, url: string, id: string, body?: object): Promise<Response> {
  const signal = AbortSignal.timeout(patienceMs);
  const init = { method, signal, ...(body && { body: JSON.stringify(body) }) };
  try {
    return await untraced(() => fetch(`${url}/faults/${encodeURIComponent(id)}`, init));
  } catch (error) {
    throw new Error(`the fault proxy at ${url} does not answer: ${reasonOf(error as Error)}`, {
      cause: error,
    });
  }
}

async function affectedIn(answer: Response): Promise<Affected> {
  return ((await answer.json()) as { affected: Affected }).affected;
}

function reasonOf({ message, cause }: Error): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
