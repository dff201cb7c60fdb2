import type { Readable } from 'node:stream';

/** Calls back once when the other end of this stream is gone: whoever started this process has died or let go. */
export function onOrphaned(stdin: Readable, callback: () => void): void {
  let isDone = false;
  const fire = () => {
    if (isDone) return;
    isDone = true;
    callback();
  };
  stdin.once('end', fire).once('close', fire).once('error', fire);
  stdin.resume();
}
