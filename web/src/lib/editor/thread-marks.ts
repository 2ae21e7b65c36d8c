/** Passages that somebody discusses, marked in the text: a line below, and a small number that opens the thread. */
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { placed, type NodeOf, type Range, type Span } from '../discussion/places';
import { follow, isOthers } from './following';

export interface ThreadMark {
  thread: string;
  /** What stands beside the passage. */
  number: number;
  /** What a voice calls the number. */
  label: string;
  spans: Span[];
}

export interface Marks {
  marks: ThreadMark[];
  /** The thread that one reads just now. */
  chosen: string | null;
}

interface Drawn {
  decorations: DecorationSet;
  /** What could not be drawn yet, because the editor does not show all of the text so far. */
  waiting: Marks | null;
}

const key = new PluginKey<Drawn>('threadMarks');

interface Binding {
  type: Y.XmlFragment;
  mapping: Map<unknown, ReturnType<NodeOf>>;
}

/** The editor's binding to the shared text; none before it is there. */
export function bindingOf(state: EditorState): { fragment: Y.XmlFragment; nodeOf: NodeOf } | null {
  const sync = ySyncPluginKey.getState(state) as { binding?: Binding | null } | undefined;
  const binding = sync?.binding;
  if (!binding) return null;
  return { fragment: binding.type, nodeOf: (element) => binding.mapping.get(element) };
}

export function threadMarks(onchoose: (thread: string) => void): Extension {
  return Extension.create({
    name: 'threadMarks',
    addProseMirrorPlugins: () => [
      new Plugin<Drawn>({
        key,
        state: {
          init: () => ({ decorations: DecorationSet.empty, waiting: null }),
          apply(transaction, { decorations, waiting }, _, state) {
            const marks = transaction.getMeta(key) as Marks | undefined;
            // What is typed here reaches the shared text only after this.
            const again = isOthers(transaction) ? waiting : null;
            const wanted = marks ?? again;
            if (wanted) return draw(state, wanted, onchoose);
            return { decorations: follow(decorations, transaction), waiting };
          },
        },
        props: { decorations: (state) => key.getState(state)?.decorations },
      }),
    ],
  });
}

/** Draws them where the server says that they stand. */
export function showMarks(view: EditorView, marks: Marks): void {
  view.dispatch(view.state.tr.setMeta(key, marks).setMeta('addToHistory', false));
}

/** Where a thread's passage stands now. */
export function rangesOf(state: EditorState, thread: string): Range[] {
  const set = key.getState(state)?.decorations ?? DecorationSet.empty;
  const own = set.find(undefined, undefined, (spec) => spec.thread === thread && !spec.number);
  return own.map(({ from, to }) => ({ from, to })).sort((one, other) => one.from - other.from);
}

/** The threads whose passage is at a position, the one that begins last first. */
export function threadsAt(state: EditorState, position: number): string[] {
  const set = key.getState(state)?.decorations ?? DecorationSet.empty;
  const at = set.find(position, position, (spec) => !spec.number);
  return at.sort((one, other) => other.from - one.from).map(({ spec }) => String(spec.thread));
}

function draw(state: EditorState, wanted: Marks, onchoose: (thread: string) => void): Drawn {
  const { marks, chosen } = wanted;
  const binding = bindingOf(state);
  if (marks.length === 0) return { decorations: DecorationSet.empty, waiting: null };
  if (!binding) return { decorations: DecorationSet.empty, waiting: wanted };
  const size = state.doc.content.size;
  const decorations: Decoration[] = [];
  let waiting: Marks | null = null;
  const spans = marks.map((mark) => ({ of: mark, spans: mark.spans }));
  for (const [mark, all] of placed(binding.fragment, binding.nodeOf, spans)) {
    const ranges = all.filter(({ to }) => to <= size);
    if (ranges.length < all.length) waiting = wanted;
    const isChosen = mark.thread === chosen;
    const spec = { thread: mark.thread };
    const look = { class: `thread-mark${isChosen ? ' chosen' : ''}` };
    for (const { from, to } of ranges) decorations.push(Decoration.inline(from, to, look, spec));
    const end = ranges.at(-1)?.to;
    if (end === undefined) continue;
    decorations.push(
      Decoration.widget(end, () => numberOf(mark, isChosen, onchoose), {
        ...spec,
        number: true,
        key: `${mark.thread} ${mark.number} ${mark.label} ${isChosen}`,
        side: -1,
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    );
  }
  return { decorations: DecorationSet.create(state.doc, decorations), waiting };
}

function numberOf(
  { thread, number, label }: ThreadMark,
  isChosen: boolean,
  onchoose: (thread: string) => void,
): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  // A text with many of them would have no end for who goes by Tab; the list beside it leads to each.
  button.tabIndex = -1;
  button.contentEditable = 'false';
  button.className = `thread-number no-print${isChosen ? ' chosen' : ''}`;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.textContent = String(number);
  // The caret stays where it is.
  button.onmousedown = (event) => event.preventDefault();
  button.onclick = () => onchoose(thread);
  return button;
}
