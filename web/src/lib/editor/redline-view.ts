/** Draws what came and what went into a text: as marks on what stands there, and as words beside it. */
import { Extension, type JSONContent } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { redline, type RedBlock } from '../proposals/redline';

/** What voices hear around a change, and what is said where only the looks of a block differ. */
export interface RedlineWords {
  added: string;
  removed: string;
  end: string;
  reshaped: string;
  /** The language they are in. */
  language: string;
}

/** Which of the two texts the editor shows. */
export type Shows = 'before' | 'after';

type Change = 'ins' | 'del';

function voice(words: string, language: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'out-of-sight';
  span.lang = language;
  span.textContent = words;
  return span;
}

function draw(change: Change, text: string, words: RedlineWords): HTMLElement {
  const element = document.createElement(change);
  const name = change === 'ins' ? words.added : words.removed;
  element.append(
    voice(`${name}\u00a0`, words.language),
    text,
    voice(`\u00a0(${words.end})`, words.language),
  );
  return element;
}

function drawBlock(change: Change, text: string, words: RedlineWords): HTMLElement {
  const block = document.createElement('div');
  block.className = `redline-block is-${change}`;
  block.append(draw(change, text === '' ? '¶' : text, words));
  return block;
}

export interface Drawing {
  /** So that a drawing that stays the same is not drawn anew. */
  key: string;
  shows: Shows;
  words: RedlineWords;
  /** Where a block is drawn that stands before all others. */
  start: number;
  /** Known again by this when it is to be taken away. */
  spec?: Record<string, unknown>;
}

export function drawRedline(blocks: readonly RedBlock[], drawing: Drawing): Decoration[] {
  const { shows, words, key, spec } = drawing;
  // What is not in the text that is shown is drawn beside it.
  const [foreign, change]: ['added' | 'removed', Change] =
    shows === 'before' ? ['added', 'ins'] : ['removed', 'del'];
  const own: Change = change === 'ins' ? 'del' : 'ins';
  const made: Decoration[] = [];
  let last = drawing.start;
  const widget = (at: number, text: string, toDom: () => HTMLElement) =>
    made.push(
      Decoration.widget(at, toDom, {
        ...spec,
        side: shows === 'before' ? 1 : -1,
        key: `${key}/${words.language}/${at}/${text}`,
        marks: [],
      }),
    );
  const mark = (from: number, to: number) => {
    const name = own === 'ins' ? words.added : words.removed;
    made.push(Decoration.inline(from, to, { nodeName: own }, { ...spec }));
    for (const [at, said, side] of [
      [from, `${name}\u00a0`, -2],
      [to, `\u00a0(${words.end})`, -3],
    ] as const) {
      made.push(
        Decoration.widget(at, () => voice(said, words.language), {
          ...spec,
          side,
          key: `${key}/voice/${said}/${at}`,
          marks: [],
        }),
      );
    }
  };
  for (const block of blocks) {
    const place = shows === 'before' ? block.before : block.after;
    if (place === null) {
      const { text } = block;
      widget(last, `block ${text}`, () => drawBlock(change, text, words));
      continue;
    }
    for (const piece of block.pieces) {
      if (piece.change === 'same') continue;
      const { text, from, to, other } = piece;
      if (piece.change === foreign) widget(other, text, () => draw(change, text, words));
      else mark(from, to);
    }
    if (block.reshaped || (block.change !== 'same' && block.pieces.length === 0)) {
      const attributes = { class: 'redline-shape', 'data-says': words.reshaped };
      made.push(Decoration.node(place.from, place.to, attributes, { ...spec }));
    }
    last = place.to;
  }
  return made;
}

const liveKey = new PluginKey<DecorationSet>('liveRedline');

export interface LiveRedlineOptions {
  /** The text as it was. */
  before: JSONContent | null;
  words: () => RedlineWords;
}

/** The redline of an editor's text against how it was, as one types. */
export const LiveRedline = Extension.create<LiveRedlineOptions>({
  name: 'liveRedline',
  addOptions: () => ({
    before: null,
    words: () => ({ added: '', removed: '', end: '', reshaped: '', language: '' }),
  }),
  addProseMirrorPlugins() {
    const { before, words } = this.options;
    if (!before) return [];
    const was = this.editor.schema.nodeFromJSON(before);
    const make = (state: EditorState) =>
      DecorationSet.create(
        state.doc,
        drawRedline(redline(was, state.doc), {
          key: 'live',
          shows: 'after',
          words: words(),
          start: 0,
        }),
      );
    return [
      new Plugin<DecorationSet>({
        key: liveKey,
        state: {
          init: (_config, state) => make(state),
          apply: (tr, old, _before, state) => (tr.docChanged ? make(state) : old),
        },
        props: { decorations: (state) => liveKey.getState(state) },
      }),
    ];
  },
});
