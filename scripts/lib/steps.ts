// One status line a step: a tick or a cross with the time it took; what it is doing just now only on a terminal.
import { chalk } from 'zx';
import { unlessAborted } from './interruption.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clearLine = '\r\u001B[2K';
const never = new AbortController().signal;

export interface Step<T> {
  what: string;
  /** `doing` replaces the detail that a terminal shows. */
  run: (doing: (detail: string) => void) => Promise<T>;
  /** Said behind the tick. */
  result?: (value: T) => string;
  /** Ends the step at once; what `run` still does then goes on unobserved. */
  signal?: AbortSignal;
}

export async function step<T>({ what, run, result, signal = never }: Step<T>): Promise<T> {
  const start = Date.now();
  const spinner = startSpinner(what);
  try {
    const value = await unlessAborted(run(spinner.doing), signal);
    spinner.stop();
    const said = result?.(value);
    console.log(
      `${chalk.green('✓')} ${what}${said ? `: ${said}` : ''} ${chalk.dim(seconds(Date.now() - start))}`,
    );
    return value;
  } catch (error) {
    spinner.stop();
    console.log(`${chalk.red('✗')} ${what} ${chalk.dim(seconds(Date.now() - start))}`);
    throw error;
  }
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function startSpinner(what: string, out: NodeJS.WriteStream = process.stdout) {
  let detail = '';
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    const line = `${frames[frame]} ${what}${detail ? ` · ${detail}` : ''}`;
    out.write(clearLine + line.slice(0, (out.columns || 80) - 1));
  };
  const timer = out.isTTY ? setInterval(draw, 80) : undefined;
  return {
    doing: (text: string) => void (detail = text),
    stop: () => {
      clearInterval(timer);
      if (timer) out.write(clearLine);
    },
  };
}
