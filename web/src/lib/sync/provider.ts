/** Carries out what the machine decides: one WebSocket, its timers, one document and its presence. */
import * as awarenessProtocol from 'y-protocols/awareness';
import * as Y from 'yjs';
import { retryDelay } from './backoff';
import { DivergenceCheck, usualTimes, type CheckTimes } from './check';
import { beginning, next, type Effect, type SyncEvent, type SyncState } from './machine';
import * as wire from './wire';

/** Nothing at all received for so long, in milliseconds: the connection is dead. The server sends
 * something at least every 15 seconds, so this is two of those missed and some patience. */
export const SILENCE_LIMIT = 40_000;
/** The shortest time between two announcements of our presence, in milliseconds. */
export const ANNOUNCE_INTERVAL = 100;
/** How often silence is looked for, in milliseconds. */
const WATCH_INTERVAL = 5_000;
/** How long the server's text is waited for before kept text is shown, in milliseconds. */
export const PATIENCE = 3_000;
const NORMAL_CLOSURE = 1000;

/** The origin of an update that this browser's member has had the server make, so that it can be undone. */
export const ACCEPT = 'accept';

/** What is known of a document that was begun from kept text. */
export interface Beginning {
  epoch: string;
  /** Whether the server may lack something of it. */
  unsaved: boolean;
  mayWrite: boolean;
}

export interface ProviderOptions {
  /** Where the section's text is, as ws: or wss:. */
  url: string;
  document: Y.Doc;
  /** Whose it is: nobody else may send it. */
  member: string;
  /** Null for a document that is empty. */
  begunFrom: Beginning | null;
  onChange: (state: SyncState) => void;
  onNotice: (notice: wire.Notice) => void;
  /** Called once, when the id to write under is known: before that, nothing may be written. */
  onAwareness: (awareness: awarenessProtocol.Awareness) => void;
  /** Called when the server has said twice that its text is another under the same state vector. */
  onDiverged: () => void;
  checkTimes?: CheckTimes;
}

export class Provider {
  /** Made when the id to speak under is known: at the first welcome, or when kept text is shown. */
  awareness: awarenessProtocol.Awareness | null = null;

  #state: SyncState;
  #socket: WebSocket | null = null;
  #update: Uint8Array | null = null;
  #stateVector: Uint8Array | null = null;
  #lastReceived = 0;
  #lastAnnounced = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #announce: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval>;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #check: DivergenceCheck;
  /** The proposals that were accepted here and whose update has not come. */
  #awaited = new Set<string>();
  /** Whether the next update is one of these. */
  #acceptComes = false;

  constructor(private readonly options: ProviderOptions) {
    this.#state = { ...beginning, member: options.member };
    options.document.on('update', this.#onUpdate);
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOffline);
    document.addEventListener('visibilitychange', this.#onWoken);
    this.#watch = setInterval(() => this.#lookForSilence(), WATCH_INTERVAL);
    this.#check = new DivergenceCheck({
      document: options.document,
      times: options.checkTimes ?? usualTimes,
      isQuiet: () => this.#state.phase === 'saved',
      ask: (vector, fingerprint) => this.#send(wire.check(vector, fingerprint)),
      onDiverged: options.onDiverged,
    });
    if (options.begunFrom) this.#beginFrom(options.begunFrom);
    this.#apply({ type: 'dialled' });
  }

  #beginFrom({ epoch, unsaved, mayWrite }: Beginning): void {
    this.#apply({ type: 'restored', epoch, unsent: unsaved ? 1 : 0, mayWrite });
    this.#patience = setTimeout(() => this.#apply({ type: 'waited' }), PATIENCE);
  }

  get state(): SyncState {
    return this.#state;
  }

  /** Connects anew, for a right that may have changed. Nothing is lost by it. */
  redial(): void {
    this.#apply({ type: 'redialled' });
  }

  /** Says that a proposal is being accepted here: what comes of it can be undone here. */
  awaitAccept(proposal: string): void {
    this.#awaited.add(proposal);
  }

  /** Says that it was not accepted after all. */
  forgetAccept(proposal: string): void {
    this.#awaited.delete(proposal);
  }

  /** Tries again after a refusal that allows it. */
  retry(): void {
    this.#apply({ type: 'retried' });
  }

  /** Ends it for good. The document stays as it is. */
  leave(): void {
    this.options.document.off('update', this.#onUpdate);
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOffline);
    document.removeEventListener('visibilitychange', this.#onWoken);
    clearInterval(this.#watch);
    clearTimeout(this.#announce);
    clearTimeout(this.#patience);
    this.#check.ended();
    this.#apply({ type: 'left' });
    this.awareness?.destroy();
  }

  #apply(event: SyncEvent): void {
    const step = next(this.#state, event);
    if (step.state === this.#state && step.effects.length === 0) return;
    this.#state = step.state;
    if (this.#state.welcome === null) this.#check.ended();
    for (const effect of step.effects) this.#perform(effect);
    if (this.#state.ready && !this.awareness) this.#beginPresence();
    if (this.#state.phase === 'saved') this.#check.settled();
    this.options.onChange(this.#state);
  }

  #perform(effect: Effect): void {
    switch (effect) {
      case 'open-socket':
        return this.#open();
      case 'close-socket':
        return this.#close();
      case 'ask':
        return this.#send(wire.askFrom(Y.encodeStateVector(this.options.document)));
      case 'answer': {
        const state = Y.encodeStateAsUpdate(this.options.document, this.#stateVector ?? undefined);
        return this.#send(wire.answerWith(state));
      }
      case 'send-update':
        if (this.#update) this.#send(wire.updateWith(this.#update));
        return;
      case 'announce':
        return this.#startPresence();
      case 'schedule-retry':
        this.#retry = setTimeout(
          () => this.#apply({ type: 'dialled' }),
          retryDelay(this.#state.attempt),
        );
        return;
      case 'cancel-retry':
        return clearTimeout(this.#retry);
    }
  }

  #open(): void {
    this.#lastReceived = Date.now();
    const socket = new WebSocket(this.options.url, [wire.SUBPROTOCOL]);
    socket.binaryType = 'arraybuffer';
    // A socket that has been replaced may still report its end; it no longer speaks for us.
    const ifCurrent = (act: () => void) => () => {
      if (this.#socket === socket) act();
    };
    socket.onopen = ifCurrent(() => this.#apply({ type: 'opened' }));
    socket.onmessage = (event) => {
      if (this.#socket === socket) this.#receive(new Uint8Array(event.data as ArrayBuffer));
    };
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#acceptComes = false;
      this.#dropOthers();
      this.#apply({ type: 'closed', close: event.code });
    };
    this.#socket = socket;
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(NORMAL_CLOSURE);
    this.#dropOthers();
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  #receive(bytes: Uint8Array): void {
    this.#lastReceived = Date.now();
    try {
      this.#take(wire.decode(bytes));
    } catch (error) {
      // Something of the conversation is lost, and only a new one brings it again.
      console.error(error);
      this.#apply({ type: 'silent' });
    }
  }

  #take(message: wire.ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        if (message.welcome.member === this.options.member) this.#adopt(message.welcome.client);
        if (message.welcome.check === true) this.#check.offered();
        return this.#apply({ type: 'welcomed', welcome: message.welcome });
      case 'state':
        if (this.#state.welcome === null) return;
        this.#check.changed();
        Y.applyUpdate(this.options.document, message.update, this);
        return this.#apply({ type: 'text-came' });
      case 'update':
        if (this.#state.welcome === null) return;
        this.#check.changed();
        return this.#applyUpdate(message.update);
      case 'asked':
        this.#stateVector = message.stateVector;
        return this.#apply({ type: 'asked' });
      case 'awareness':
        if (this.awareness) {
          awarenessProtocol.applyAwarenessUpdate(this.awareness, message.update, this);
        }
        return;
      case 'saved':
        return this.#apply({ type: 'acknowledged', count: message.count });
      case 'refused':
        return this.#apply({ type: 'told', code: message.code, message: message.message });
      case 'notice':
        if (message.notice.kind === 'accepted') {
          this.#acceptComes = this.#awaited.delete(message.notice.proposal);
        }
        return this.options.onNotice(message.notice);
      case 'checked':
        return this.#check.answered(message.verdict);
      case 'unknown':
        return;
    }
  }

  #applyUpdate(update: Uint8Array): void {
    const origin = this.#acceptComes ? ACCEPT : this;
    this.#acceptComes = false;
    Y.applyUpdate(this.options.document, update, origin);
  }

  /** The first welcome names the id to write under; a document in use keeps the one it has. */
  #adopt(client: number): void {
    if (this.awareness) return;
    this.options.document.clientID = client;
    this.#beginPresence();
  }

  #beginPresence(): void {
    this.awareness = new awarenessProtocol.Awareness(this.options.document);
    this.awareness.on('update', this.#onPresence);
    this.options.onAwareness(this.awareness);
  }

  #startPresence(): void {
    this.#announceNow();
    this.#send(wire.askAwareness());
  }

  #announceNow(): void {
    if (!this.awareness || this.awareness.getLocalState() === null) return;
    this.#lastAnnounced = Date.now();
    const own = [this.awareness.clientID];
    this.#send(wire.awarenessWith(awarenessProtocol.encodeAwarenessUpdate(this.awareness, own)));
  }

  #dropOthers(): void {
    if (!this.awareness) return;
    const own = this.awareness.clientID;
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== own);
    awarenessProtocol.removeAwarenessStates(this.awareness, others, this);
  }

  #lookForSilence(): void {
    if (!this.#socket) return;
    if (Date.now() - this.#lastReceived > SILENCE_LIMIT) this.#apply({ type: 'silent' });
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || origin === ACCEPT) return;
    this.#update = update;
    this.#check.changed();
    this.#apply({ type: 'edited' });
  };

  #onPresence = (_change: unknown, origin: unknown): void => {
    if (origin === this || this.#announce !== undefined) return;
    const wait = Math.max(0, this.#lastAnnounced + ANNOUNCE_INTERVAL - Date.now());
    this.#announce = setTimeout(() => {
      this.#announce = undefined;
      // Before the welcome of this connection nothing may be sent beside the question.
      if (this.#state.welcome !== null) this.#announceNow();
    }, wait);
  };

  /** A dial that began without a network may hang for long; begin another. */
  #onOnline = (): void => {
    this.#apply({ type: this.#state.phase === 'connecting' ? 'redialled' : 'woken' });
  };

  /** The browser knows sooner than the watchdog; should it be wrong, the retry finds that out. */
  #onOffline = (): void => {
    if (this.#socket) this.#apply({ type: 'silent' });
  };

  #onWoken = (): void => {
    if (document.visibilityState !== 'visible') return;
    // After a sleep the timers have stood still; look before believing the connection.
    this.#lookForSilence();
    this.#apply({ type: 'woken' });
  };
}
