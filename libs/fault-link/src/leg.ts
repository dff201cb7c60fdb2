import { addressProblem, hostAndPort } from './address.js';
import { Chain } from './chain.js';
import type { Clock } from './clock.js';
import type { Outflow, Signal } from './flow.js';
import { Inbox } from './inbox.js';
import type { InstalledToxic, Stream } from './installed-toxic.js';
import { slabSocket } from './slabs.js';
import { pump, SocketEnd } from './socket-end.js';

export interface LegOptions {
  /** host:port */
  readonly address: string;
  readonly clock: Clock;
  /** Who is counted as affected. */
  readonly connection: object;
  /** Where what the upstream sends goes; without it that waits in the inbox. */
  readonly toClient: Outflow | undefined;
  /** Asked before anything is sent to the upstream, and again when it has answered: false ends the leg. */
  readonly isWanted: () => boolean;
  readonly onOpen: () => void;
  readonly onUnreachable: () => void;
  /** A toxic, or the link itself, ends the whole connection. */
  readonly onBreakOff: (how: 'close' | 'reset') => void;
  readonly onGone: () => void;
}

/**
 * The way from a connection to its upstream and back: a socket, and the toxics in both directions. Nothing is read
 * from the upstream, and nothing sent to it, before the set-up has passed the toxics: SYN up, then dial, then SYN-ACK
 * down.
 */
export class Leg {
  readonly socket = slabSocket();
  readonly inbox = new Inbox();
  readonly up: Chain;
  readonly down: Chain;
  readonly #options: LegOptions;
  readonly #end = new SocketEnd(this.socket);
  #isDialled = false;

  constructor(options: LegOptions) {
    this.#options = options;
    const { clock, connection, onBreakOff, toClient } = options;
    const common = { clock, connection, onBreakOff };
    const sink = toClient ?? this.inbox;
    this.up = new Chain({ ...common, sink: this.#end, onSignal: (signal) => this.#onUp(signal) });
    this.down = new Chain({ ...common, sink, onSignal: (signal) => this.#onDown(signal, sink) });
    this.socket.on('close', options.onGone);
  }

  /** Whether there was ever anything to end at the upstream. */
  get isDialled(): boolean {
    return this.#isDialled;
  }

  open(toxics: readonly InstalledToxic[]): void {
    this.sync(toxics);
    this.up.signal('open');
  }

  sync(toxics: readonly InstalledToxic[]): void {
    const ofStream = (stream: Stream) => toxics.filter((toxic) => toxic.stream === stream);
    this.up.sync(ofStream('upstream'));
    this.down.sync(ofStream('downstream'));
  }

  beginRequest(): void {
    this.up.beginRequest();
    this.down.beginRequest();
  }

  /** Forgets what toxics hold; the socket stays. */
  destroyChains(): void {
    this.up.destroy();
    this.down.destroy();
  }

  /** Closes it without a word to the client. */
  letGo(): void {
    this.inbox.onReset = undefined;
    this.destroyChains();
    this.socket.destroySoon();
  }

  #onUp(signal: Signal): void {
    if (signal === 'open') this.#dial();
    else if (signal === 'close') this.#options.onBreakOff('close');
    else this.#end.signal(signal);
  }

  #onDown(signal: Signal, sink: Outflow): void {
    if (signal === 'open') this.#start();
    else if (signal === 'close' && sink !== this.inbox) this.#options.onBreakOff('close');
    else sink.signal(signal);
  }

  #dial(): void {
    const { address, isWanted, onUnreachable } = this.#options;
    if (!isWanted()) return;
    if (addressProblem(address)) return onUnreachable();
    this.#isDialled = true;
    this.socket.setNoDelay(true);
    this.socket.connect(hostAndPort(address));
    this.socket.once('error', onUnreachable);
    this.socket.once('connect', () => {
      this.socket.off('error', onUnreachable);
      pump(this.socket, this.down);
      this.socket.pause();
      this.down.signal('open');
    });
  }

  #start(): void {
    const { isWanted, onOpen } = this.#options;
    if (!isWanted()) return;
    onOpen();
    this.socket.resume();
  }
}
