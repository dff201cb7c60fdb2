// The customer begins each trace: one a test, so that every attempt and what it caused is on one page.

export interface Trace {
  id: string;
  /** W3C Trace Context, version 00, sampled. */
  traceparent: string;
}

/** @param bytes n random bytes; all zero is not a valid id, which chance rules out. */
export function startTrace(bytes: (n: number) => Buffer): Trace {
  const id = bytes(16).toString('hex');
  return { id, traceparent: `00-${id}-${bytes(8).toString('hex')}-01` };
}
