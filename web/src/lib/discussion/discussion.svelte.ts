/** The discussions of one section as its page shows them: the list, what is chosen, and what is being begun. */
import type { Editor } from '@tiptap/core';
import { threadApi, type Marked } from '../api/threads';
import type { Thread } from '../api/types';
import { bindingOf, rangesOf, showMarks, threadsAt, type ThreadMark } from '../editor/thread-marks';
import { Resource } from '../resource.svelte';
import type { Room } from '../sync/room.svelte';
import { numbered } from './filters';
import { marked, type Range } from './places';

/** How long nothing is typed before the list is read anew, and how long it is put off at most; milliseconds. */
const QUIET = 1_000;
const AT_MOST = 6_000;

export class SectionDiscussion {
  readonly list: Resource<{ threads: Thread[] }>;
  /** The thread that is open at the side. */
  chosen: string | null = $state(null);
  /** A thread that is being begun; its anchor is null if it is about the whole section. */
  beginning: { anchor: Marked | null } | null = $state.raw(null);
  /** Whether characters of the text are selected. */
  hasSelection = $state(false);
  /** Counts what should bring the list to the front. */
  asked = $state(0);
  editor: Editor | null = $state.raw(null);

  readonly #room: Room;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;

  constructor(
    readonly member: string,
    readonly section: string,
    room: Room,
  ) {
    this.#room = room;
    this.list = new Resource(() => threadApi.ofSection(section));
  }

  get threads(): Thread[] {
    return this.list.value?.threads ?? [];
  }

  get unread(): number {
    return this.threads.reduce((sum, thread) => sum + thread.unread, 0);
  }

  /** What each open thread about a passage is called in the text, and at the side. */
  readonly numbers: ReadonlyMap<string, number> = $derived(numbered(this.threads));

  /** Follows an editor until the returned function is called. */
  follow(editor: Editor): () => void {
    this.editor = editor;
    const onTransaction = ({ transaction }: { transaction: { docChanged: boolean } }) => {
      if (transaction.docChanged) this.#textChanged();
    };
    const onSelection = () => (this.hasSelection = !editor.state.selection.empty);
    editor.on('transaction', onTransaction);
    editor.on('selectionUpdate', onSelection);
    return () => {
      editor.off('transaction', onTransaction);
      editor.off('selectionUpdate', onSelection);
      clearTimeout(this.#timer);
      this.editor = null;
      this.hasSelection = false;
    };
  }

  show(marks: ThreadMark[]): void {
    if (this.editor && !this.editor.isDestroyed) {
      showMarks(this.editor.view, { marks, chosen: this.chosen });
    }
  }

  /** What is selected in the text, or what stands in a range of it. */
  marked(range?: Range): Marked | null {
    const state = this.editor?.state;
    const binding = state && bindingOf(state);
    if (!state || !binding) return null;
    const { from, to } = range ?? state.selection;
    return marked(binding.fragment, binding.nodeOf, { from, to });
  }

  /** Begins a thread about what is selected; without a selection, opens the one the caret is in. */
  comment(): void {
    const anchor = this.hasSelection ? this.marked() : null;
    if (anchor) return this.begin(anchor);
    const state = this.editor?.state;
    const here = state && threadsAt(state, state.selection.from)[0];
    if (here) this.choose(here);
    else this.begin(null);
  }

  begin(anchor: Marked | null): void {
    this.beginning = { anchor };
    this.chosen = null;
    this.asked += 1;
  }

  /** Opens a thread at the side. */
  choose(thread: string | null): void {
    this.chosen = thread;
    if (thread !== null) this.asked += 1;
  }

  /** Shows a thread's passage in the text, and takes the focus there if asked to. */
  reveal(thread: string, withFocus: boolean): void {
    const { editor } = this;
    const range = editor && rangesOf(editor.state, thread)[0];
    if (!editor || !range) return;
    const place = editor.view.domAtPos(range.from);
    const node = place.node instanceof Element ? place.node : place.node.parentElement;
    node?.scrollIntoView({ block: 'center' });
    if (!withFocus) return;
    editor.view.focus();
    editor.commands.setTextSelection(range.from);
  }

  load(): Promise<void> {
    return this.list.load();
  }

  /** Notes that somebody has read a thread to its end. */
  async read(thread: Thread): Promise<void> {
    if (thread.unread === 0) return;
    try {
      await threadApi.read(thread.id, thread.comments.length);
      await this.load();
    } catch (error) {
      // It stays unread; the next look tries again.
      console.warn(error);
    }
  }

  /** Where passages stand changes with the text; the marks follow by themselves until the server says. */
  #textChanged(): void {
    if (!this.threads.some(({ anchor }) => anchor !== null)) return;
    const now = Date.now();
    this.#since ??= now;
    const wait = Math.max(0, Math.min(QUIET, this.#since + AT_MOST - now));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), wait);
  }

  #again(): void {
    const { phase } = this.#room.state;
    if (this.#room.unsaved > 0 && phase !== 'refused') {
      // The server does not know yet what was typed.
      this.#timer = setTimeout(() => this.#again(), QUIET);
      return;
    }
    this.#since = null;
    void this.load();
  }
}
