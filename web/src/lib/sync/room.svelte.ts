/**
 * One section's text as the pages see it: the document, the state of its connection, who is here, and
 * what could not be saved. A room outlives the page that opened it for as long as it holds unsaved text.
 */
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { clearLeftOvers } from '../kept/left-overs';
import type { SavedText } from '../kept/database';
import type { Draft, Reason } from '../kept/drafts';
import { Keeper, type Keeping, type Restored } from '../kept/keeper';
import { Tabs } from '../kept/tabs';
import { BlockReader, insertBlocks } from './blocks';
import { draftOf } from './draft';
import {
  beginning,
  isRestartable,
  OTHER_EPOCH,
  pending,
  RESUMABLE,
  type SyncState,
  type Welcome,
} from './machine';
import { Provider } from './provider';
import { Shelf } from './shelf.svelte';
import type { Notice } from './wire';

/** More new beginnings than this in so many milliseconds are left to the visitor to ask for. */
const MOST_RESTARTS = 3;
const RESTARTS_WITHIN = 60_000;

export class Room {
  state: SyncState = $state.raw(beginning);
  document: Y.Doc = $state.raw(new Y.Doc());
  awareness: Awareness | null = $state.raw(null);
  /** What the server last granted; stays while the connection is away. */
  granted: Welcome | null = $state.raw(null);
  presence: Record<string, string[]> = $state.raw({});
  /** Whether the browser keeps what is written. */
  keeping: Keeping = $state('unknown');
  /** Why the text was fetched anew; until its reader has seen it. */
  interruption: Reason | null = $state.raw(null);
  /** Counts the notices that say that the agreement's record has changed. */
  recordChanges = $state(0);
  /** Counts the notices that say that threads or proposals of the agreement have changed. */
  discussionChanges = $state(0);
  readonly shelf: Shelf;

  #provider: Provider | null = null;
  #keeper!: Keeper;
  #tabs!: Tabs;
  #reader!: BlockReader;
  #saved: SavedText | null = null;
  /** Whether a page shows it. Without one, it leaves as soon as everything is saved. */
  #open = true;
  #settingAside = false;
  #restarts: number[] = [];

  constructor(
    readonly member: string,
    readonly section: string,
    private readonly onLeft: () => void,
  ) {
    this.shelf = new Shelf(member, section);
    this.#begin(this.document);
    void this.#restore();
  }

  /** How many edits are not known to be on disk. A getter: a derived value would die with the page. */
  get unsaved(): number {
    return pending(this.state);
  }

  /** Whether there is text that nothing but this page has: neither the server nor the browser's storage. */
  get holdsTextOfItsOwn(): boolean {
    if (this.shelf.unkept.length > 0) return true;
    return this.unsaved > 0 && (this.keeping !== 'kept' || this.#keeper.isWriting);
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

  /** Ends it at once: its member signs out. What is unsaved is in the browser's storage. */
  async leave(): Promise<void> {
    await this.#keeper.written();
    this.#leaveNow();
  }

  redial(): void {
    this.#provider?.redial();
  }

  retry(): void {
    this.#provider?.retry();
  }

  /** What comes of a proposal that is being accepted here can be undone here. */
  awaitAccept(proposal: string): void {
    this.#provider?.awaitAccept(proposal);
  }

  forgetAccept(proposal: string): void {
    this.#provider?.forgetAccept(proposal);
  }

  /** Puts the blocks of a draft into the text, as something written here and now. */
  insert(draft: Draft): void {
    insertBlocks(this.document, draft.difference?.added ?? [], draft.after);
  }

  async #restore(): Promise<void> {
    const document = this.document;
    const restored = await this.#keeper.restore();
    if (document !== this.document || this.#provider) return;
    if (restored) {
      this.granted = restored.welcome;
      this.#saved = restored.saved;
    }
    this.#connect(restored);
    await clearLeftOvers(this.member, this.section, this.shelf);
    await this.shelf.load();
    if (this.state.phase === 'saved') this.#allSaved();
  }

  /** What goes with a document from its first moment. */
  #begin(document: Y.Doc): void {
    this.#keeper = new Keeper(this.member, this.section, document, (keeping) => {
      if (document === this.document) this.keeping = keeping;
    });
    this.#tabs = new Tabs(
      document,
      () => this.state.welcome === null && this.state.mayWrite && this.state.ready,
    );
    this.#reader = new BlockReader(document);
    document.on('beforeTransaction', (transaction: Y.Transaction) => {
      if (document !== this.document || pending(this.state) > 0) return;
      // What another tab wrote without a connection is unsaved as well.
      if (!transaction.local && transaction.origin !== this.#tabs) return;
      // The last moment at which everything here is known to be on disk.
      this.#saved = { blocks: this.#reader.read(), vector: Y.encodeStateVector(document) };
    });
  }

  #connect(restored: Restored | null): void {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const document = this.document;
    const begunFrom = restored && {
      epoch: restored.welcome.epoch,
      unsaved: restored.unsaved,
      mayWrite: restored.welcome.may_write,
    };
    this.#provider = new Provider({
      url: `${scheme}//${location.host}/sync/${encodeURIComponent(this.section)}`,
      document,
      member: this.member,
      begunFrom,
      onChange: (state) => this.#onChange(state, document),
      onNotice: (notice) => this.#onNotice(notice),
      onAwareness: (awareness) => (this.awareness = awareness),
      onDiverged: () => void this.#setAside({ close: 'diverged', code: null }, document),
    });
  }

  #onChange(state: SyncState, document: Y.Doc): void {
    if (document !== this.document) return;
    const before = this.state;
    this.state = state;
    if (state.welcome) this.granted = state.welcome;
    // Who is where is not known without a connection; an old answer would be a wrong one.
    if (state.phase === 'offline' || state.phase === 'refused') this.presence = {};
    this.#keeper.follow(pending(state) > 0, state.welcome !== null, this.#saved);
    if (state.welcome && state.textCame && !before.textCame) {
      void this.#keeper.textCame(state.welcome);
    }
    if (state.phase === 'saved' && before.phase !== 'saved') this.#allSaved();
    this.#meetTabs(before);
    if (state.phase === 'refused' && before.phase !== 'refused' && !this.resumable) {
      const { close, code } = state.refusal ?? { close: 0, code: null };
      void this.#setAside({ close, code }, document);
    }
    this.#leaveIfDone();
  }

  #allSaved(): void {
    // Now the document is the server's text, and nothing beside it.
    if (this.shelf.drafts.length > 0) void this.shelf.compare(this.#reader.read());
  }

  #meetTabs(before: SyncState): void {
    const copy = this.#keeper.copy;
    if (copy) this.#tabs.join(copy.name);
    if (this.state.phase === 'offline' && before.phase !== 'offline') this.#tabs.ask();
  }

  /**
   * The document cannot go on. What of it is not on the server is kept as a draft first of all; then a
   * new document takes its place, so that the editor goes on from the server's text.
   */
  async #setAside(why: Reason, document: Y.Doc): Promise<void> {
    if (this.#settingAside || document !== this.document) return;
    this.#settingAside = true;
    const { state, section, member } = this;
    // What the server no longer has may be in nobody's hands but ours, though it was saved once.
    const allOfIt = why.close === 'diverged' || why.close === OTHER_EPOCH;
    let kept = true;
    if (pending(state) > 0 || (allOfIt && state.ready) || (allOfIt && state.kept)) {
      const saved = allOfIt ? null : this.#saved;
      const { epoch } = state;
      kept = await this.shelf.add(draftOf(document, { section, member, epoch, why, saved }));
    }
    if (isRestartable(why.close, why.code)) {
      await this.#keeper.abandon(kept);
      this.interruption = why;
      if ((state.ready || state.kept) && this.#mayRestart()) this.startAfresh();
    }
    this.#settingAside = false;
    this.#leaveIfDone();
  }

  /** A text that is refused again and again by itself must not make a circle. */
  #mayRestart(): boolean {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((then) => now - then < RESTARTS_WITHIN), now];
    return this.#restarts.length <= MOST_RESTARTS;
  }

  /** A new document in place of one that cannot go on. */
  startAfresh(): void {
    this.#end();
    const document = new Y.Doc();
    this.document = document;
    this.awareness = null;
    this.granted = null;
    this.state = beginning;
    this.#saved = null;
    this.#begin(document);
    this.#connect(null);
  }

  #end(): void {
    this.#provider?.leave();
    this.#keeper.close();
    this.#tabs.close();
  }

  #onNotice(notice: Notice): void {
    switch (notice.kind) {
      case 'presence':
        this.presence = notice.sections;
        return;
      case 'agreement':
        this.recordChanges += 1;
        return;
      case 'discussion':
        this.discussionChanges += 1;
        return;
      case 'accepted':
        // The provider itself sees to what follows.
        return;
    }
  }

  #leaveIfDone(): void {
    if (this.#open || this.unsaved > 0 || this.holdsTextOfItsOwn || this.#settingAside) return;
    // Before the provider is there, what is kept has not been read.
    if (this.#provider === null || this.state.phase === 'left') return;
    // What has just come is kept first; and whoever comes back meanwhile finds it as it was.
    void this.#keeper.written().then(() => {
      if (!this.#open && this.unsaved === 0) this.#leaveNow();
    });
  }

  #leaveNow(): void {
    if (this.state.phase === 'left') return;
    this.#end();
    this.shelf.close();
    this.onLeft();
  }
}
