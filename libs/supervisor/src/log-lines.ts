// The container log format of Kubernetes' runtimes (CRI): `<time> <stdout|stderr> <F|P> <text>`, P for a part of a long line.

export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  /** RFC 3339 with nanoseconds, UTC. */
  time: string;
  text: string;
  isPart: boolean;
}

const maxTextBytes = 16 * 1024;
const newline = 0x0a;

/** Cuts a stream of chunks into log lines; keeps what is not a whole line yet. */
export class LineCutter {
  #rest = Buffer.alloc(0);

  /** Complete lines, without their line ends; very long ones in parts. */
  cut(chunk: Buffer): { text: Buffer; isPart: boolean }[] {
    let buffer = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    const lines = [];
    for (
      let end = buffer.indexOf(newline);
      end >= 0 || buffer.length > maxTextBytes;
      end = buffer.indexOf(newline)
    ) {
      const isPart = end < 0 || end > maxTextBytes;
      const length = isPart ? maxTextBytes : end;
      lines.push({ text: buffer.subarray(0, length), isPart });
      buffer = buffer.subarray(isPart ? length : length + 1);
    }
    this.#rest = Buffer.from(buffer);
    return lines;
  }

  /** What came after the last line end. */
  rest(): Buffer {
    return this.#rest;
  }
}

export function formatLine(stream: LogStream, text: Buffer, isPart: boolean): Buffer {
  return Buffer.concat([
    Buffer.from(`${timestamp()} ${stream} ${isPart ? 'P' : 'F'} `),
    text,
    Buffer.from('\n'),
  ]);
}

export function parseLine(line: string): LogLine {
  const [time = '', , tag = ''] = line.split(' ', 3);
  const text = line.slice(time.length + 1 + line.slice(time.length + 1).indexOf(' ') + 1 + tag.length + 1);
  return { time, text, isPart: tag === 'P' };
}

/** The time now with microseconds, in the nine digits that the format has. */
function timestamp(): string {
  const microseconds = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const seconds = new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}000Z`;
}
