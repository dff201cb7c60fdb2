import { Socket } from 'node:net';

/** As much as Node reads at once. */
const slabBytes = 64 * 1024;
/** What is not worth a slab is copied: an idle connection, or one with little to say, has only this much. */
const smallBytes = 4 * 1024;
const sparesAtMost = 64;

const spares: Buffer<ArrayBuffer>[] = [];
const slabOf = new WeakMap<Buffer, Buffer<ArrayBuffer>>();

/**
 * A socket that reads into memory which is used again once the bytes have been sent on: Node's own takes new memory
 * for each read, which costs more than moving the bytes.
 */
export function slabSocket(): Socket {
  const small = Buffer.allocUnsafeSlow(smallBytes);
  let memory = small;
  const take = (length: number): Buffer => {
    const from = memory;
    const bytes = from.subarray(0, length);
    memory = length < smallBytes ? small : takeSlab();
    if (from !== small && length >= smallBytes) {
      slabOf.set(bytes, from);
      return bytes;
    }
    const copy = Buffer.from(bytes);
    if (from !== small) keep(from);
    return copy;
  };
  const socket = new Socket({
    allowHalfOpen: true,
    onread: {
      buffer: () => memory,
      // `false` would have the next bytes read into the same memory: who cannot keep up calls `pause()`.
      callback: (length) => {
        socket.emit('data', take(length));
        return true;
      },
    },
  });
  return socket;
}

/** Whether `recycle` is to be told when these bytes are gone. */
export function isFromSlab(bytes: Buffer): boolean {
  return slabOf.has(bytes);
}

/** Nobody looks at these bytes any more. Pieces of what was read are none of its business. */
export function recycle(bytes: Buffer): void {
  const slab = slabOf.get(bytes);
  slabOf.delete(bytes);
  if (slab) keep(slab);
}

function keep(slab: Buffer<ArrayBuffer>): void {
  if (spares.length < sparesAtMost) spares.push(slab);
}

function takeSlab(): Buffer<ArrayBuffer> {
  return spares.pop() ?? Buffer.allocUnsafeSlow(slabBytes);
}
