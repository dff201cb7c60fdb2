// One container of one pod over all its runs: starts, ends and restarts it as the plan says.
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type Container, type Pod } from '@chaos-workshop/kube-api';
import {
  type BackOffState,
  type Exit,
  LogFile,
  type RunningProcess,
  startProcess,
} from '@chaos-workshop/supervisor';

import {
  type ContainerState,
  type ContainerView,
  isUp,
  newContainer,
  type Running,
} from './container-state.js';
import { blockOf, imageBackOff, imageDelayMs } from './blocked.js';
import { ConfigError } from './env.js';
import { goDuration } from './go-duration.js';
import { prepareRun, type RunContext } from './prepare-run.js';
import { type ProbeNews, startProbes } from './probes.js';

export interface RunnerEvents {
  /** Something that the plan or the status depends on is different. */
  changed(): void;
  /** For the events of the pod. */
  tell(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

const retryConfigMs = 1000;
const retryStartMs = 10_000;

export class ContainerRunner {
  readonly #context: RunContext;
  readonly #directory: string;
  readonly #events: RunnerEvents;
  readonly #logs: LogFile[] = [];
  #view: ContainerView;
  #process: RunningProcess | undefined;
  /** How long the process that is being stopped has; undefined while it need not stop. */
  #graceMs: number | undefined;
  /** How often its image was asked for in vain. */
  #pulls = 0;
  #abort = new AbortController();
  #starting: Promise<void> = Promise.resolve();
  /** The environment of the last run, for `exec` and the like. */
  env: Record<string, string> = {};
  cwd = '/';

  constructor(name: string, directory: string, options: { context: RunContext; events: RunnerEvents }) {
    this.#view = newContainer(name);
    this.#directory = join(directory, name);
    this.#context = options.context;
    this.#events = options.events;
  }

  get view(): ContainerView {
    return this.#view;
  }

  log(previous: boolean): LogFile | undefined {
    return this.#logs.at(previous ? -2 : -1);
  }

  start(pod: Pod, container: Container, backOff: BackOffState | undefined): void {
    const { image = '' } = container;
    const backOffs = { ...this.#view.backOffs, ...(backOff && { [image]: backOff }) };
    const { state } = this.#view;
    const after = 'reason' in state ? { reason: state.reason, message: state.message } : undefined;
    this.#change({ is: 'starting', after }, { image, backOffs });
    this.#abort = new AbortController();
    this.#starting = this.#run(pod, container, this.#abort.signal).catch((error: Error) =>
      this.#block(error, container),
    );
  }

  wait(delayMs: number, pod: Pod): void {
    const { name } = this.#view;
    const id = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    this.#events.tell('Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${id}`);
    const message = `back-off ${goDuration(delayMs)} restarting failed container=${name} pod=${id}`;
    this.#change({ is: 'backing-off', reason: 'CrashLoopBackOff', message }, { isRestarting: false });
  }

  /** Between two attempts to pull an image. */
  waitForImage(): void {
    const { state, image } = this.#view;
    if (state.is !== 'blocked') return;
    const waiting = imageBackOff(image ?? '', state.message);
    this.#events.tell('Normal', 'BackOff', `Back-off pulling image "${image}"`);
    this.#events.tell('Warning', 'Failed', `Error: ${waiting.reason}`);
    const delayMs = imageDelayMs(this.#pulls++);
    this.#change({ is: 'blocked', ...waiting, retryAt: Date.now() + delayMs });
  }

  /** Ends the process so that it starts again in its place. */
  restart(graceMs: number, because: string): Promise<void> {
    this.#view = { ...this.#view, isRestarting: true };
    return this.#end(graceMs, because);
  }

  /** Ends the process, or the attempt to start one; may be called again with less grace. */
  stop(graceMs: number, because: string): Promise<void> {
    this.#view = { ...this.#view, isRestarting: false };
    return this.#end(graceMs, because);
  }

  async #end(graceMs: number, because: string): Promise<void> {
    this.#abort.abort(new Error(because));
    if (isUp(this.#view) && this.#view.state.is === 'running') {
      this.#events.tell('Normal', 'Killing', because);
      this.#change({ ...this.#view.state, is: 'stopping' });
    }
    await this.#starting;
    if (!this.#process || graceMs >= (this.#graceMs ?? Infinity)) return;
    this.#graceMs = graceMs;
    await this.#process.terminate(graceMs);
  }

  async #run(pod: Pod, container: Container, signal: AbortSignal): Promise<void> {
    const directory = this.#directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { command, env } = await prepareRun(this.#context, { pod, container, directory }, signal);
    signal.throwIfAborted();
    const { name, image } = container;
    this.#events.tell('Normal', 'Pulled', `Container image "${image}" already present on machine`);
    const restartCount = this.#view.last ? this.#view.restartCount + 1 : 0;
    const log = this.#openLog(`${restartCount}.log`);
    const process = await startProcess({
      ...command,
      env,
      onOutput: (stream, chunk) => log.append(stream, chunk),
    });
    this.#context.onProcess(process.pid);
    this.#events.tell('Normal', 'Created', `Created container: ${name}`);
    this.#events.tell('Normal', 'Started', `Started container ${name}`);
    this.env = env;
    this.cwd = command.cwd;
    this.#process = process;
    this.#graceMs = undefined;
    const startedAt = Date.now();
    const state = { is: 'running', pid: process.pid, startedAt, isStarted: false, isReady: false } as const;
    this.#change(state, { restartCount, isRestarting: false });
    const lateness = () => this.#context.lateness(pod);
    const asked = { pod, container, env, cwd: command.cwd, lateness };
    const stopProbes = startProbes(asked, this.#probeNews(name));
    void process.exited.then((exit) => {
      stopProbes();
      log.close();
      this.#ended(exit, { pid: process.pid, startedAt });
    });
    if (signal.aborted) await process.terminate(0);
  }

  /** Ends the process as a crash would; false when there is none. */
  kill(): boolean {
    this.#process?.signal('SIGKILL');
    return this.#process !== undefined;
  }

  #probeNews(name: string): ProbeNews {
    return {
      started: () => this.#patch({ isStarted: true }),
      ready: (isReady) => this.#patch({ isReady }),
      failed: (kind) =>
        this.#patch({ complaint: `Container ${name} failed ${kind} probe, will be restarted` }),
      unhealthy: (text) => this.#events.tell('Warning', 'Unhealthy', text),
    };
  }

  #ended(exit: Exit, run: { pid: number; startedAt: number }): void {
    this.#process = undefined;
    const last = { ...run, exitCode: exitCodeOf(exit), finishedAt: Date.now() };
    this.#change({ is: 'ended' }, { previous: this.#view.last, last });
  }

  #block(error: Error, { image = '', imagePullPolicy }: Container): void {
    if (this.#abort.signal.aborted) return this.#change(this.#view.last ? { is: 'ended' } : { is: 'new' });
    const { reason, message, news } = blockOf(error, image, imagePullPolicy);
    for (const { type, reason: why, message: text } of news) this.#events.tell(type, why, text);
    const retryAt = Date.now() + (error instanceof ConfigError ? retryConfigMs : retryStartMs);
    this.#change({ is: 'blocked', reason, message, retryAt }, { image, isRestarting: false });
  }

  #patch(change: Partial<Running>): void {
    if (isUp(this.#view)) this.#change({ ...this.#view.state, ...change });
  }

  #change(state: ContainerState, rest: Partial<ContainerView> = {}): void {
    this.#view = { ...this.#view, ...rest, state };
    this.#events.changed();
  }

  /** Of all runs the last two can be read. */
  #openLog(name: string): LogFile {
    const log = new LogFile(join(this.#directory, name));
    this.#logs.push(log);
    if (this.#logs.length > 2) this.#logs.shift()?.remove();
    return log;
  }
}

/** A process ended by a signal has exit code 128 + the signal's number, as in a shell. */
function exitCodeOf({ code, signal }: Exit): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
