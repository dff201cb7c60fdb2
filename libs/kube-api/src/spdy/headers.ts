import { type Inflate, constants, createInflate } from 'node:zlib';
import { spdyDictionary } from './dictionary.js';

export type Headers = Record<string, string>;

/** Reads the header blocks of one connection: they share one compression context, so in order and one at a time. */
export class HeaderReader {
  readonly #inflate: Inflate = createInflate({
    dictionary: spdyDictionary,
    finishFlush: constants.Z_SYNC_FLUSH,
  });

  async read(block: Buffer): Promise<Headers> {
    await new Promise<void>((resolve, reject) => {
      this.#inflate.once('error', reject);
      this.#inflate.write(block, (error) => {
        this.#inflate.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });
    return parse((this.#inflate.read() as Buffer | null) ?? Buffer.alloc(4));
  }
}

/** `count`, then for each header the length and text of its name and of its value, all lengths in 32 bits. */
function parse(block: Buffer): Headers {
  const headers: Headers = {};
  let at = 0;
  const nextLength = () => {
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const nextText = () => {
    const length = nextLength();
    at += length;
    return block.toString('latin1', at - length, at);
  };
  for (let left = nextLength(); left > 0; left -= 1) {
    const name = nextText().toLowerCase();
    headers[name] = nextText();
  }
  return headers;
}

/**
 * Compressed blocks without any header, for replies. No compressor is needed: a zlib head that names the SPDY
 * dictionary once, then for each reply the count 0 as a stored block and an empty block, the flush that makes the
 * other side see it.
 */
export class EmptyHeaderWriter {
  #isFirst = true;

  next(): Buffer {
    const head = this.#isFirst ? [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2] : [];
    this.#isFirst = false;
    return Buffer.from([...head, 0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0xff, 0xff]);
  }
}
