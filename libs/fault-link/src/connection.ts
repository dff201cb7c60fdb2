import { Socket } from 'node:net';
import { addressProblem, hostAndPort } from './address.js';
import { Chain } from './chain.js';
import type { Clock } from './clock.js';
import type { Outflow, Signal } from './flow.js';
import { Inbox } from './inbox.js';
import type { InstalledToxic, Stream } from './installed-toxic.js';
import { pump, SocketEnd } from './socket-end.js';

/** Where connections go; the name is what toxics and rules refer to. */
export interface Upstream {
  readonly name: string;
  /** host:port */
  readonly address: string;
}

/** Both sides of an open connection, for whoever wants to look into the bytes (HTTP). */
export interface Sides {
  readonly connection: Pick<Connection, 'close' | 'reset'>;
  readonly upstream: string;
  readonly fromClient: Inbox;
  readonly toClient: Outflow;
  readonly fromUpstream: Inbox;
  readonly toUpstream: Outflow;
}

export interface ConnectionOptions {
  readonly client: Socket;
  readonly upstream: Upstream;
  readonly clock: Clock;
  /** What the client gets when the upstream cannot be reached: a FIN, as Toxiproxy does, or a RST. */
  readonly whenUnreachable: 'close' | 'reset';
  /** Takes over an open connection; without it bytes just pass. */
  readonly speak: ((sides: Sides) => void) | undefined;
  readonly onGone: () => void;
}

/** A client that hangs up while its connection is held back for longer than this did not just close its sending half. */
const patienceMs = 1000;

/**
 * One client's connection and the one to the upstream behind it. Nothing is read from the upstream, and nothing sent
 * to it, before the set-up has passed the toxics: SYN up, then dial, then SYN-ACK down.
 *
 *     client ─▶ lobby (while it is set up)
 *     client ─▶ up   [toxic]─[toxic] ─▶ server       with `speak`:  client ─▶ speaker ─▶ up   … ─▶ server
 *     client ◀─ down [toxic]─[toxic] ◀─ server                      client ◀─ speaker ◀─ down … ◀─ server
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #client: Socket;
  readonly #server = new Socket({ allowHalfOpen: true });
  readonly #clientEnd: SocketEnd;
  readonly #serverEnd: SocketEnd;
  readonly #lobby = new Inbox();
  readonly #fromServer = new Inbox();
  readonly #up: Chain;
  readonly #down: Chain;
  readonly #startedAt: number;
  #turnClientTo: (next: Outflow) => void = () => {};
  #isDialled = false;

  constructor(options: ConnectionOptions) {
    const { client, clock, speak } = options;
    this.#options = options;
    this.#client = client;
    this.#clientEnd = new SocketEnd(client);
    this.#serverEnd = new SocketEnd(this.#server);
    this.#startedAt = clock.now();
    const common = { clock, connection: this, onBreakOff: (how: 'close' | 'reset') => this.#breakOff(how) };
    this.#up = new Chain({ ...common, sink: this.#serverEnd, onSignal: (signal) => this.#onUp(signal) });
    const down = speak ? this.#fromServer : this.#clientEnd;
    this.#down = new Chain({ ...common, sink: down, onSignal: (signal) => this.#onDown(signal, down) });
    client.on('close', () => this.#forgetIfGone());
    this.#server.on('close', () => this.#forgetIfGone());
  }

  /** Bytes so far: received from and sent to the client and the upstream. */
  get bytes(): { fromClient: number; toUpstream: number; fromUpstream: number; toClient: number } {
    return {
      fromClient: this.#client.bytesRead,
      toUpstream: this.#server.bytesWritten ?? 0,
      fromUpstream: this.#server.bytesRead,
      toClient: this.#client.bytesWritten ?? 0,
    };
  }

  open(toxics: readonly InstalledToxic[]): void {
    this.#turnClientTo = pump(this.#client, this.#lobby);
    this.sync(toxics);
    this.#up.signal('open');
  }

  /** Puts these toxics in force, at once and without losing a byte. */
  sync(toxics: readonly InstalledToxic[]): void {
    const here = toxics.filter(
      ({ upstream }) => upstream === undefined || upstream === this.#options.upstream.name,
    );
    const ofStream = (stream: Stream) => here.filter((toxic) => toxic.stream === stream);
    this.#up.sync(ofStream('upstream'));
    this.#down.sync(ofStream('downstream'));
  }

  /** Closes both sides, after what was written to them. */
  close(): void {
    this.#end((socket) => socket.destroySoon());
  }

  /** Resets both sides: no HTTP answer, no FIN. */
  reset(): void {
    this.#end((socket) => (socket.pending ? socket.destroy() : socket.resetAndDestroy()));
  }

  /** Closes both sides without waiting for anything. */
  destroy(): void {
    this.#end((socket) => socket.destroy());
  }

  #end(finish: (socket: Socket) => void): void {
    this.#up.destroy();
    this.#down.destroy();
    finish(this.#client);
    finish(this.#server);
  }

  #breakOff(how: 'close' | 'reset'): void {
    if (how === 'reset') this.reset();
    else this.close();
  }

  #onUp(signal: Signal): void {
    if (signal === 'open') this.#dial();
    else if (signal === 'close') this.close();
    else this.#serverEnd.signal(signal);
  }

  #onDown(signal: Signal, down: Outflow): void {
    if (signal === 'open') this.#start();
    else if (signal === 'close' && down === this.#clientEnd) this.close();
    else down.signal(signal);
  }

  #dial(): void {
    if (this.#hasClientGivenUp()) return this.destroy();
    const server = this.#server;
    const { whenUnreachable, upstream } = this.#options;
    const refuse = () => this.#breakOff(whenUnreachable);
    if (addressProblem(upstream.address)) return refuse();
    this.#isDialled = true;
    server.setNoDelay(true);
    server.connect(hostAndPort(upstream.address));
    server.once('error', refuse);
    server.once('connect', () => {
      server.off('error', refuse);
      pump(server, this.#down);
      server.pause();
      this.#down.signal('open');
    });
  }

  #start(): void {
    if (this.#hasClientGivenUp()) return this.destroy();
    if (this.#options.speak) this.#startSpeaking(this.#options.speak);
    else this.#startPassing();
    this.#server.resume();
  }

  #startPassing(): void {
    let isKeepingUp = true;
    this.#turnClientTo(this.#up);
    for (let chunk = this.#lobby.take(); chunk; chunk = this.#lobby.take())
      isKeepingUp = this.#up.write(chunk);
    if (this.#lobby.ending) this.#up.signal(this.#lobby.ending);
    if (isKeepingUp) this.#client.resume();
    else this.#client.pause();
  }

  #startSpeaking(speak: (sides: Sides) => void): void {
    this.#lobby.onReset = () => this.#up.signal('reset');
    this.#fromServer.onReset = () => this.#clientEnd.signal('reset');
    speak({
      connection: this,
      upstream: this.#options.upstream.name,
      fromClient: this.#lobby,
      toClient: this.#clientEnd,
      fromUpstream: this.#fromServer,
      toUpstream: this.#up,
    });
  }

  #hasClientGivenUp(): boolean {
    if (this.#lobby.ending === 'reset' || this.#client.destroyed) return true;
    return this.#lobby.ending === 'end' && this.#options.clock.now() - this.#startedAt > patienceMs;
  }

  #forgetIfGone(): void {
    if (!this.#client.destroyed) return;
    if (!this.#isDialled) this.#server.destroy();
    if (!this.#server.destroyed) return;
    this.#up.destroy();
    this.#down.destroy();
    this.#options.onGone();
  }
}
