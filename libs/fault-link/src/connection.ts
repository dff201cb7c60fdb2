import type { Socket } from 'node:net';
import { formatAddress } from './address.js';
import type { Clock } from './clock.js';
import type { Outflow } from './flow.js';
import { Inbox } from './inbox.js';
import type { InstalledToxic } from './installed-toxic.js';
import { Leg } from './leg.js';
import { pump, SocketEnd } from './socket-end.js';

/** Where connections go; the name is what toxics and rules refer to. */
export interface Upstream {
  readonly name: string;
  /** host:port */
  readonly address: string;
}

/** Both sides of an open connection, for whoever wants to look into the bytes (HTTP). */
export interface Sides {
  readonly connection: Pick<Connection, 'beginRequest' | 'close' | 'reset' | 'renew'>;
  readonly upstream: string;
  readonly fromClient: Inbox;
  readonly toClient: Outflow;
  readonly fromUpstream: Inbox;
  readonly toUpstream: Outflow;
}

/** A living connection, for whoever wants to see it. */
export interface ConnectionState {
  /** host:port */
  readonly client: string;
  readonly upstream: Upstream;
  readonly ageMs: number;
  readonly bytes: Connection['bytes'];
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
 * One client's connection and the one to the upstream behind it.
 *
 *     client ─▶ lobby (while it is set up)
 *     client ─▶ up   [toxic]─[toxic] ─▶ server       with `speak`:  client ─▶ speaker ─▶ up   … ─▶ server
 *     client ◀─ down [toxic]─[toxic] ◀─ server                      client ◀─ speaker ◀─ down … ◀─ server
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #client: Socket;
  readonly #clientEnd: SocketEnd;
  readonly #lobby = new Inbox();
  readonly #acceptedAt: number;
  /** When the leg that there is was begun. */
  #startedAt: number;
  readonly #before = { toUpstream: 0, fromUpstream: 0 };
  #leg: Leg;
  #toxics: readonly InstalledToxic[] = [];
  #turnClientTo: (next: Outflow) => void = () => {};

  constructor(options: ConnectionOptions) {
    const { client, clock, speak, whenUnreachable } = options;
    this.#options = options;
    this.#client = client;
    this.#clientEnd = new SocketEnd(client);
    this.#acceptedAt = clock.now();
    this.#startedAt = this.#acceptedAt;
    this.#leg = this.#createLeg({
      onOpen: () => (speak ? this.#startSpeaking(speak) : this.#startPassing()),
      onUnreachable: () => this.#breakOff(whenUnreachable),
    });
    client.on('close', () => this.#forgetIfGone());
  }

  /** Bytes so far: received from and sent to the client and the upstream. */
  get bytes(): { fromClient: number; toUpstream: number; fromUpstream: number; toClient: number } {
    const { socket } = this.#leg;
    return {
      fromClient: this.#client.bytesRead,
      toUpstream: this.#before.toUpstream + (socket.bytesWritten ?? 0),
      fromUpstream: this.#before.fromUpstream + socket.bytesRead,
      toClient: this.#client.bytesWritten ?? 0,
    };
  }

  get state(): ConnectionState {
    const { remoteAddress: address = '', remotePort: port = 0, remoteFamily: family = '' } = this.#client;
    const { upstream, clock } = this.#options;
    return {
      client: formatAddress({ address, port, family }),
      upstream,
      ageMs: Math.round(clock.now() - this.#acceptedAt),
      bytes: this.bytes,
    };
  }

  open(toxics: readonly InstalledToxic[]): void {
    this.#turnClientTo = pump(this.#client, this.#lobby);
    this.#toxics = this.#onesHere(toxics);
    this.#leg.open(this.#toxics);
  }

  /** Puts these toxics in force, at once and without losing a byte. */
  sync(toxics: readonly InstalledToxic[]): void {
    this.#toxics = this.#onesHere(toxics);
    this.#leg.sync(this.#toxics);
  }

  /** Another HTTP request goes to the upstream: toxics that are drawn for each request are drawn again. */
  beginRequest(): void {
    this.#leg.beginRequest();
  }

  /** A new connection to the upstream in place of the one there is; undefined when it cannot be reached. */
  renew(): Promise<Sides | undefined> {
    const { promise, resolve } = Promise.withResolvers<Sides | undefined>();
    const old = this.#leg;
    this.#before.toUpstream += old.socket.bytesWritten ?? 0;
    this.#before.fromUpstream += old.socket.bytesRead;
    old.letGo();
    this.#startedAt = this.#options.clock.now();
    this.#leg = this.#createLeg({
      onOpen: () => resolve(this.#sides()),
      onUnreachable: () => resolve(undefined),
    });
    this.#leg.open(this.#toxics);
    return promise;
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
    this.#leg.destroyChains();
    finish(this.#client);
    finish(this.#leg.socket);
  }

  #breakOff(how: 'close' | 'reset'): void {
    if (how === 'reset') this.reset();
    else this.close();
  }

  #createLeg(on: { onOpen: () => void; onUnreachable: () => void }): Leg {
    const { upstream, clock, speak } = this.#options;
    return new Leg({
      ...on,
      address: upstream.address,
      clock,
      connection: this,
      toClient: speak ? undefined : this.#clientEnd,
      isWanted: () => {
        if (this.#hasClientGivenUp()) this.destroy();
        return !this.#client.destroyed;
      },
      onBreakOff: (how) => this.#breakOff(how),
      onGone: () => this.#forgetIfGone(),
    });
  }

  #onesHere(toxics: readonly InstalledToxic[]): readonly InstalledToxic[] {
    const { name } = this.#options.upstream;
    return toxics.filter(({ upstream }) => upstream === undefined || upstream === name);
  }

  #startPassing(): void {
    const { up } = this.#leg;
    let isKeepingUp = true;
    this.#turnClientTo(up);
    for (let chunk = this.#lobby.take(); chunk; chunk = this.#lobby.take()) isKeepingUp = up.write(chunk);
    if (this.#lobby.ending) up.signal(this.#lobby.ending);
    if (isKeepingUp) this.#client.resume();
    else this.#client.pause();
  }

  #startSpeaking(speak: (sides: Sides) => void): void {
    this.#lobby.onReset = () => this.#leg.up.signal('reset');
    speak(this.#sides());
  }

  #sides(): Sides {
    const { inbox, up } = this.#leg;
    inbox.onReset = () => this.#clientEnd.signal('reset');
    return {
      connection: this,
      upstream: this.#options.upstream.name,
      fromClient: this.#lobby,
      toClient: this.#clientEnd,
      fromUpstream: inbox,
      toUpstream: up,
    };
  }

  #hasClientGivenUp(): boolean {
    if (this.#lobby.ending === 'reset' || this.#client.destroyed) return true;
    return this.#lobby.ending === 'end' && this.#options.clock.now() - this.#startedAt > patienceMs;
  }

  #forgetIfGone(): void {
    if (!this.#client.destroyed) return;
    const { socket, isDialled } = this.#leg;
    if (!isDialled) socket.destroy();
    if (!socket.destroyed) return;
    this.#leg.destroyChains();
    this.#options.onGone();
  }
}
