/**
 * One section's text as the pages see it: the document, the state of its connection, who is here, and
 * what could not be saved. A room outlives the page that opened it for as long as it holds unsaved text.
 */
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { beginning, pending, RESUMABLE, type SyncState, type Welcome } from './machine';
import { newBlocks, plainBlocks } from './plain';
import { Provider } from './provider';
import type { Notice } from './wire';

/** Text that was refused: shown until its writer lets go of it. */
export interface Rescue {
  /** The blocks that were not on the server in this form. */
  unsaved: string[];
  /** Everything the document held. */
  whole: string[];
}

export class Room {
  state: SyncState = $state.raw(beginning);
  document: Y.Doc = $state.raw(new Y.Doc());
  awareness: Awareness | null = $state.raw(null);
  /** What the server last granted; stays while the connection is away. */
  granted: Welcome | null = $state.raw(null);
  presence: Record<string, string[]> = $state.raw({});
  rescue: Rescue | null = $state.raw(null);
  /** Counts the notices that say that the agreement's record has changed. */
  recordChanges = $state(0);

  #provider: Provider;
  #savedBlocks: string[] = [];
  /** Whether a page shows it. Without one, it leaves as soon as everything is saved. */
  #open = true;

  constructor(
    readonly section: string,
    private readonly onLeft: () => void,
  ) {
    this.#provider = this.#connect();
  }

  /** How many edits are not known to be on disk. A getter: a derived value would die with the page. */
  get unsaved(): number {
    return pending(this.state);
  }

  /** Whether leaving the page now would lose text. */
  get holdsUnsavedText(): boolean {
    return this.unsaved > 0 || this.rescue !== null;
  }

  get resumable(): boolean {
    return this.state.refusal !== null && RESUMABLE.includes(this.state.refusal.close);
  }

  open(): void {
    this.#open = true;
  }

  close(): void {
    this.#open = false;
    this.awareness?.setLocalStateField('cursor', null);
    this.#leaveIfDone();
  }

  redial(): void {
    this.#provider.redial();
  }

  retry(): void {
    this.#provider.retry();
  }

  /** A new document in place of one that was refused. What was not saved stays in `rescue`. */
  startAfresh(): void {
    this.#provider.leave();
    this.document = new Y.Doc();
    this.awareness = null;
    this.granted = null;
    this.state = beginning;
    this.#savedBlocks = [];
    this.#provider = this.#connect();
  }

  /** The writer has what they want of the text that was not saved. */
  dropRescue(): void {
    this.rescue = null;
    this.#leaveIfDone();
  }

  #connect(): Provider {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const document = this.document;
    const provider = new Provider({
      url: `${scheme}//${location.host}/sync/${encodeURIComponent(this.section)}`,
      document,
      onChange: (state) => this.#onChange(state, document),
      onNotice: (notice) => this.#onNotice(notice),
      onWelcomed: (awareness) => (this.awareness = awareness),
    });
    document.on('beforeTransaction', (transaction: Y.Transaction) => {
      // The last moment at which everything here is known to be on disk.
      if (transaction.local && pending(this.state) === 0) this.#savedBlocks = plainBlocks(document);
    });
    return provider;
  }

  #onChange(state: SyncState, document: Y.Doc): void {
    if (document !== this.document) return;
    const refusedNow = state.phase === 'refused' && this.state.phase !== 'refused';
    this.state = state;
    if (state.welcome) this.granted = state.welcome;
    // Who is where is not known without a connection; an old answer would be a wrong one.
    if (state.phase === 'offline' || state.phase === 'refused') this.presence = {};
    if (refusedNow && !this.resumable) {
      if (pending(state) > 0) this.#rescueFrom(document);
      // Nothing of the visitor's is at stake: take the text that is valid now without asking.
      else if (state.refusal?.close === 4409) queueMicrotask(() => this.startAfresh());
    }
    this.#leaveIfDone();
  }

  #rescueFrom(document: Y.Doc): void {
    const whole = plainBlocks(document);
    const unsaved = newBlocks(this.#savedBlocks, whole);
    this.rescue = {
      unsaved: [...(this.rescue?.unsaved ?? []), ...unsaved],
      whole,
    };
  }

  #onNotice(notice: Notice): void {
    if (notice.kind === 'presence') this.presence = notice.sections;
    else this.recordChanges += 1;
  }

  #leaveIfDone(): void {
    if (this.#open || this.holdsUnsavedText || this.state.phase === 'left') return;
    this.#provider.leave();
    this.onLeft();
  }
}

// No page shows the list of rooms, so nothing need react to it.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const rooms = new Map<string, Room>();

/** The room of a section: the one that is still saving, or a new one. */
export function enterRoom(section: string): Room {
  const known = rooms.get(section);
  if (known) {
    known.open();
    return known;
  }
  const room: Room = new Room(section, () => {
    if (rooms.get(section) === room) rooms.delete(section);
  });
  rooms.set(section, room);
  return room;
}

addEventListener('beforeunload', (event) => {
  if ([...rooms.values()].some((room) => room.holdsUnsavedText)) event.preventDefault();
});
