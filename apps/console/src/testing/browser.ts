import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const flags =
  '--headless --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --remote-debugging-port=0';

/** The path of a Chromium on this machine. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => programs.map((program) => join(folder, program))).find(isProgram);
}

/** One page in a real browser, driven over https://chromedevtools.github.io/devtools-protocol/. */
export class Browser {
  /** What the page complained of in its console: exceptions, and what the CSP has barred. */
  readonly complaints: string[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
  }

  static async start(t: { after: (end: () => Promise<void>) => void }, program: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'console-browser-'));
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...flags.split(' '), ...asRoot, `--user-data-dir=${profile}`, 'about:blank'];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = once(child, 'exit');
    t.after(async () => {
      child.kill('SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    });
    const browser = new Browser(await connect(await debuggingPort(child.stderr)));
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.#send(`${domain}.enable`);
    return browser;
  }

  async open(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
    await this.until(`location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`);
  }

  /** The value of an expression in the page. */
  async value(expression: string): Promise<unknown> {
    const { result } = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    return (result?.['result'] as { value?: unknown } | undefined)?.value;
  }

  async until(expression: string): Promise<void> {
    for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
      if (await this.value(expression)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the page never came to: ${expression}`);
  }

  #send(method: string, params: object = {}): Promise<Message> {
    const id = (this.#lastId += 1);
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#waiting.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  #receive(message: Message): void {
    if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    const { method, params } = message;
    if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
      this.complaints.push(JSON.stringify(params));
  }
}

interface Message {
  id?: number;
  method?: string;
  params?: object;
  result?: Record<string, unknown>;
}

async function debuggingPort(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const [, port] = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(line) ?? [];
    if (port) return port;
  }
  throw new Error('the browser ended before it could be driven');
}

async function connect(port: string): Promise<WebSocket> {
  const response = await fetch(`http://127.0.0.1:${port}/json`);
  const targets = (await response.json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) throw new Error('the browser has no page');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');
  return socket;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
