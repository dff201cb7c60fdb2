// How the lab talks to the fault proxy: JSON over HTTP, and one line on its output that says where it listens.

export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

/** Rejects with RequestError when the server refuses, with fetch's own error when it cannot be reached. */
export async function request(
  url: string,
  { method, body, signal }: { method: string; body?: unknown; signal?: AbortSignal },
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(signal ? { signal } : {}),
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'chaos-workshop-lab' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new RequestError(response.status, `${method} ${url}: ${response.status} ${text.trim()}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** Reads the process's output: its address from the `listening` line; what it says above level info is passed on. */
export function readListening(log: (line: string) => void) {
  let resolve: (url: string) => void = () => {};
  const address = new Promise<string>((settle) => (resolve = settle));
  let rest = '';
  const onOutput = (stream: 'stdout' | 'stderr', chunk: Buffer) => {
    if (stream === 'stderr') return log(`data plane: ${chunk.toString().trimEnd()}`);
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.map(parse)) {
      if (line['msg'] === 'listening') resolve(`http://${String(line['host'])}:${String(line['port'])}`);
      if (line['level'] === 'error') log(`data plane: ${String(line['msg'])}`);
    }
  };
  return { address, onOutput };
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}
