/**
 * Keeps one document in the browser as it changes. It writes after the fact and never holds up an edit;
 * what it could not write it tries again with the next. It knows no connection: `follow` tells it how
 * many edits are not saved, and with that it says of the copy whether the server may lack something.
 */
import * as Y from 'yjs';
import type { Welcome } from '../sync/machine';
import {
  abandonCopy,
  addToCopy,
  deleteCopy,
  joinCopy,
  latestCopy,
  putBack,
  readCopy,
  type Addition,
  type KeptText,
} from './copies';
import { withLimit, type Copy, type Mark, type SavedText } from './database';
import { holdCopy } from './locks';

/** Whether what is written here is kept: not known yet, yes, or the browser refuses. */
export type Keeping = 'unknown' | 'kept' | 'not-kept';

export interface Restored {
  welcome: Welcome;
  /** Whether the server may lack something of it. */
  unsaved: boolean;
  /** How the text was before what is unsaved in it, if that is known. */
  saved: SavedText | null;
}

export class Keeper {
  #copy: Copy | null = null;
  #release: (() => void) | null = null;
  #updates: Uint8Array[] = [];
  #settling: readonly Mark[] = [];
  #edits = 0;
  #unsaved = false;
  #marked = false;
  #connected = false;
  #begun = false;
  #saved: SavedText | null = null;
  #writing: Promise<void> | null = null;
  #again = false;
  #closed = false;
  readonly #page: string;

  constructor(
    private readonly member: string,
    private readonly section: string,
    private readonly document: Y.Doc,
    private readonly onKeeping: (keeping: Keeping) => void,
  ) {
    // The id a document draws by itself is its own: no other page has it.
    this.#page = String(document.clientID);
    document.on('update', this.#onUpdate);
  }

  /** Whether something is not yet in the browser's storage. */
  get isWriting(): boolean {
    return this.#updates.length > 0 || this.#writing !== null;
  }

  /** What it writes into; null before the server's text has come for the first time. */
  get copy(): Copy | null {
    return this.#copy;
  }

  /** Fills the document, which must be empty, with the text that was kept last. */
  async restore(): Promise<Restored | null> {
    try {
      const text = await withLimit(this.#read());
      // A copy that was begun without the server's text having come holds nothing.
      if (!text?.update || this.#closed) return null;
      this.#take(text.copy);
      this.#settling = text.marks;
      // Until the connection says otherwise: nothing of it may be taken for saved before that.
      this.#unsaved = text.marks.length > 0;
      Y.applyUpdate(this.document, text.update, this);
      this.onKeeping('kept');
      const { copy, marks, saved } = text;
      return { welcome: copy.welcome, unsaved: marks.length > 0, saved };
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  async #read(): Promise<KeptText | null> {
    const copy = await latestCopy(this.member, this.section);
    return copy && readCopy(copy);
  }

  /** The server's text has come, and with it what may be done. Call it on each connection. */
  async textCame(welcome: Welcome): Promise<void> {
    try {
      const copy = await joinCopy(this.member, this.section, welcome);
      if (this.#closed) return;
      const former = this.#copy;
      if (former?.name === copy.name) this.#copy = copy;
      else await this.#moveTo(copy, former);
      this.#write();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Writes into another copy from now on: the first, or one that replaces an abandoned one. */
  async #moveTo(copy: Copy, former: Copy | null): Promise<void> {
    this.#take(copy);
    const { update } = await readCopy(copy);
    if (this.#closed) return;
    // Another page has begun it. What it holds beyond our text counts as written here.
    if (update) Y.applyUpdate(this.document, update, copy);
    this.#updates = [Y.encodeStateAsUpdate(this.document)];
    const settled = this.#settling;
    this.#settling = [];
    this.#write();
    await this.written();
    if (!former || this.isWriting) return;
    const done = { updates: [], mark: null, beginning: null, strict: false };
    await addToCopy(former, { ...done, page: this.#page, settled });
  }

  /** How it stands with the connection. `saved` is how the text was when all of it was last saved. */
  follow(unsaved: boolean, connected: boolean, saved: SavedText | null): void {
    this.#saved = saved;
    this.#connected = connected;
    if (unsaved === this.#unsaved) return;
    this.#unsaved = unsaved;
    this.#write();
  }

  /** Resolves when everything is in storage, or storage has refused it. */
  async written(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /**
   * Gives the copy up: nobody begins from it again. What in it was unsaved must be kept elsewhere by
   * now; what another page that still lives has written into it stays until that page is done with it.
   */
  async abandon(keptElsewhere: boolean): Promise<void> {
    await this.written();
    const copy = this.#copy;
    this.close();
    if (!copy) return;
    try {
      await abandonCopy(copy, keptElsewhere ? [...this.#settling, this.#mark(copy)] : []);
      await deleteCopy(copy);
    } catch (error) {
      console.warn(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.document.off('update', this.#onUpdate);
    this.#release?.();
    this.#release = null;
  }

  #take(copy: Copy): void {
    this.#release?.();
    this.#copy = copy;
    this.#release = holdCopy(copy.name);
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    // What came from the copy is in the copy.
    if (origin === this) return;
    this.#updates.push(update);
    this.#edits += 1;
    this.#write();
  };

  #write(): void {
    if (!this.#copy || this.#closed) return;
    if (this.#writing) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#writing = this.#writeNow(this.#copy).finally(() => {
      this.#writing = null;
      if (this.#again) this.#write();
    });
  }

  async #writeNow(copy: Copy): Promise<void> {
    // Not before the next microtask: by then the connection has counted the edit.
    await Promise.resolve();
    const updates = this.#updates;
    const mark = this.#unsaved ? this.#mark(copy) : null;
    const settled = this.#unsaved ? [] : this.#settling;
    if (updates.length === 0 && settled.length === 0 && !mark && !this.#marked) return;
    this.#updates = [];
    const page = this.#page;
    // While there is a connection an edit is unsaved for a moment only; that is not worth the writing.
    const beginning = mark && !this.#connected && !this.#begun ? this.#saved : null;
    try {
      const strict = !this.#connected;
      const addition: Addition = { updates, mark, beginning, page, settled, strict };
      if (!(await addToCopy(copy, addition))) {
        await putBack(copy);
        await addToCopy(copy, { ...addition, updates: [Y.encodeStateAsUpdate(this.document)] });
      }
      this.#marked = mark !== null;
      this.#begun = mark !== null && (this.#begun || beginning !== null);
      this.#settling = this.#settling.filter((one) => !settled.includes(one));
      this.onKeeping('kept');
    } catch (error) {
      this.#updates = [...updates, ...this.#updates];
      this.#fail(error);
    }
  }

  #mark(copy: Copy): Mark {
    return { copy: copy.name, page: this.#page, edits: this.#edits };
  }

  #fail(error: unknown): void {
    console.warn('The text cannot be kept in this browser.', error);
    if (!this.#closed) this.onKeeping('not-kept');
  }
}
