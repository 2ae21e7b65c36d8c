/**
 * Marks in the text for who wrote what. The server says whose each character is, by its id in the shared document;
 * the marks are laid over the editor's text from there, block by block, and only where something has changed.
 */
import { Extension, type Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Mapping, StepMap } from '@tiptap/pm/transform';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import type { Look } from '../history/looks';
import type { Writer, WrittenRuns } from '../history/runs';

export interface AuthorMarksOptions {
  fragment: Y.XmlFragment;
  /** What is known; null as long as no marks are to be shown. */
  known: () => { runs: WrittenRuns; look: (member: string | null) => Look } | null;
  /** The text has changed, so that there is more to know. */
  onChange: () => void;
  /** Who wrote where the caret is; undefined where that is not known. */
  onCaret: (writer: Writer | undefined) => void;
  /** The same where the pointer is. */
  onPointer: (writer: Writer | undefined) => void;
}

interface Drawn {
  from: number;
  to: number;
  decorations: Decoration[];
}

const key = new PluginKey<DecorationSet>('authorMarks');

/** Characters of one writer, by their places in the editor's text. */
export interface Passage {
  from: number;
  to: number;
  writer: Writer | undefined;
}

/** The passages of a block, whose node begins at `pos`; null if the two do not agree. */
export function passagesOf(
  element: Y.XmlElement,
  node: Node,
  pos: number,
  runs: WrittenRuns,
): Passage[] | null {
  const passages: Passage[] = [];
  const walk = (within: Y.XmlElement, of: Node, start: number): boolean => {
    let at = start + 1;
    for (const child of within.toArray()) {
      if (child instanceof Y.XmlText) {
        for (let item = child._start; item !== null; item = item.right) {
          if (item.deleted || !item.countable) continue;
          if (item.content instanceof Y.ContentString) {
            for (const { length, writer } of runs.of(item.id.client, item.id.clock, item.length)) {
              passages.push({ from: at, to: at + length, writer });
              at += length;
            }
          } else at += item.length;
        }
      } else {
        const inner = of.nodeAt(at - start - 1);
        if (!inner || !(child instanceof Y.XmlElement)) return false;
        if (!inner.isLeaf && !walk(child, inner, at)) return false;
        at += inner.nodeSize;
      }
    }
    return at === start + of.nodeSize - 1;
  };
  return walk(element, node, pos) ? passages : null;
}

/** Calls for each block that the editor and the shared document have in the same place. */
function eachBlock(
  fragment: Y.XmlFragment,
  doc: Node,
  act: (element: Y.XmlElement, node: Node, pos: number) => void,
): boolean {
  const elements = fragment.toArray();
  if (elements.length !== doc.childCount) return false;
  doc.forEach((node, pos, index) => {
    const element = elements[index];
    if (element instanceof Y.XmlElement) act(element, node, pos);
  });
  return true;
}

function draw(passages: Passage[], doc: Node, look: (member: string | null) => Look): Decoration[] {
  const decorations: Decoration[] = [];
  let last: string | null | undefined;
  for (let index = 0; index < passages.length;) {
    const first = passages[index];
    if (!first) break;
    let to = first.to;
    index += 1;
    const { writer } = first;
    // Times within one writer's words make no mark.
    for (; writer; index += 1) {
      const next = passages[index];
      if (!next?.writer || next.from !== to || next.writer.member !== writer.member) break;
      to = next.to;
    }
    if (!writer) continue;
    const { className, label, name, organisation } = look(writer.member);
    const title = organisation === '' ? name : `${name}, ${organisation}`;
    const spec = { member: writer.member };
    decorations.push(Decoration.inline(first.from, to, { class: className, title }, spec));
    // A blank of somebody else's is no place where words begin.
    if (doc.textBetween(first.from, to).trim() === '') continue;
    if (last !== writer.member) {
      const begin = doc.textBetween(first.from, Math.min(first.from + 2, to));
      const width = (begin.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
      const attributes = { class: `author-begins ${className}`, 'data-author': label };
      decorations.push(Decoration.inline(first.from, first.from + width, attributes));
    }
    last = writer.member;
  }
  return decorations;
}

/** A change by others replaces the whole document in the editor; this is where it really differs. */
function mapped(decorations: DecorationSet, tr: Transaction): DecorationSet {
  const sync = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  if (!sync?.isChangeOrigin) return decorations.map(tr.mapping, tr.doc);
  const start = tr.before.content.findDiffStart(tr.doc.content);
  const end = tr.before.content.findDiffEnd(tr.doc.content);
  if (start === null || end === null) return decorations;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const map = new StepMap([start, end.a + overlap - start, end.b + overlap - start]);
  return decorations.map(new Mapping([map]), tr.doc);
}

class Marks {
  /** Blocks to be drawn anew; null for all. */
  #dirty: Set<unknown> | null = new Set();
  #asked = false;
  #gone = false;

  constructor(
    private readonly view: EditorView,
    private readonly options: AuthorMarksOptions,
  ) {
    options.fragment.observeDeep(this.#observe);
    this.refresh();
  }

  destroy(): void {
    this.#gone = true;
    this.options.fragment.unobserveDeep(this.#observe);
  }

  update(view: EditorView, before: { selection: unknown; doc: Node }): void {
    // The editor has caught up with the document.
    if (this.#dirty === null && view.state.doc !== before.doc) this.#soon();
    if (view.state.selection !== before.selection || view.state.doc !== before.doc) this.tell();
  }

  /** Draws everything anew. */
  refresh(): void {
    this.#dirty = null;
    this.#soon();
  }

  /** Who wrote where the caret is: the character before it, or the first of a block. */
  tell(): void {
    if (this.options.known()) this.options.onCaret(this.writerAt(this.view.state.selection.head));
  }

  writerAt(place: number): Writer | undefined {
    const known = this.options.known();
    const { doc } = this.view.state;
    if (!known || place > doc.content.size) return undefined;
    const index = doc.resolve(place).index(0);
    const element = this.options.fragment.get(index);
    const node = doc.maybeChild(index);
    if (!(element instanceof Y.XmlElement) || !node) return undefined;
    let pos = 0;
    for (let before = 0; before < index; before += 1) pos += doc.child(before).nodeSize;
    const passages = passagesOf(element, node, pos, known.runs) ?? [];
    const before = passages.find(({ from, to }) => from < place && place <= to);
    return (before ?? passages.find(({ from }) => from === place))?.writer;
  }

  readonly #observe = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    this.options.onChange();
    for (const event of events) this.#spoil(event);
    this.#soon();
  };

  /** Notes which blocks an event concerns. */
  #spoil(event: Y.YEvent<Y.AbstractType<unknown>>): void {
    if (this.#dirty === null) return;
    const { fragment } = this.options;
    let target: Y.AbstractType<unknown> = event.target;
    if (target === (fragment as unknown)) {
      for (const item of event.changes.added) {
        if (item.content instanceof Y.ContentType) this.#dirty.add(item.content.type);
      }
      return;
    }
    while (target.parent && target.parent !== (fragment as unknown)) target = target.parent;
    this.#dirty.add(target);
  }

  /** When the editor and the document have both taken the change. */
  #soon(): void {
    if (this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      if (!this.#gone) this.#flush();
    });
  }

  #flush(): void {
    const known = this.options.known();
    const dirty = this.#dirty;
    const { state } = this.view;
    this.#dirty = new Set();
    if (!known) {
      if (key.getState(state) !== DecorationSet.empty) this.#dispatch([{ all: true }]);
      return;
    }
    const drawn: Drawn[] = [];
    const agreed = eachBlock(this.options.fragment, state.doc, (element, node, pos) => {
      if (dirty !== null && !dirty.has(element)) return;
      const passages = passagesOf(element, node, pos, known.runs);
      const decorations = passages ? draw(passages, state.doc, known.look) : [];
      drawn.push({ from: pos, to: pos + node.nodeSize, decorations });
    });
    if (!agreed) this.#dirty = null;
    else if (dirty === null || drawn.length > 0) {
      this.#dispatch([{ all: dirty === null }, ...drawn]);
    }
    this.tell();
  }

  #dispatch([how, ...drawn]: [{ all: boolean }, ...Drawn[]]): void {
    const { state } = this.view;
    this.view.dispatch(state.tr.setMeta(key, { ...how, drawn }).setMeta('addToHistory', false));
  }
}

const shown = new WeakMap<Editor, Marks>();

export function authorMarks(options: AuthorMarksOptions): Extension {
  return Extension.create({
    name: 'authorMarks',
    addProseMirrorPlugins() {
      const { editor } = this;
      let marks: Marks | undefined;
      return [
        new Plugin<DecorationSet>({
          key,
          state: {
            init: () => DecorationSet.empty,
            apply(tr, decorations) {
              let next = tr.docChanged ? mapped(decorations, tr) : decorations;
              const told = tr.getMeta(key) as { all: boolean; drawn: Drawn[] } | undefined;
              if (!told) return next;
              if (told.all) {
                const all = told.drawn.flatMap((one) => one.decorations);
                return all.length > 0 ? DecorationSet.create(tr.doc, all) : DecorationSet.empty;
              }
              for (const { from, to, decorations: fresh } of told.drawn) {
                next = next.remove(next.find(from, to)).add(tr.doc, fresh);
              }
              return next;
            },
          },
          view(view) {
            marks = new Marks(view, options);
            shown.set(editor, marks);
            return marks;
          },
          props: {
            decorations: (state) => key.getState(state),
            handleDOMEvents: {
              mouseover(view, event) {
                if (!options.known()) return false;
                const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
                options.onPointer(place ? marks?.writerAt(place.pos) : undefined);
                return false;
              },
              mouseleave() {
                options.onPointer(undefined);
                return false;
              },
            },
          },
        }),
      ];
    },
  });
}

/** Draws the marks anew, because more is known, or because they are to be shown or not. */
export function refreshAuthorMarks(editor: Editor): void {
  shown.get(editor)?.refresh();
}

/** Goes to the next of somebody's words after the caret, and from the last to the first. */
export function goToWordsOf(editor: Editor, member: string | null): void {
  const { state, view } = editor;
  const theirs = (key.getState(state) ?? DecorationSet.empty)
    .find(undefined, undefined, (spec: { member?: string | null }) => spec.member === member)
    .sort((one, other) => one.from - other.from);
  const next = theirs.find(({ from }) => from >= state.selection.to) ?? theirs[0];
  if (!next) return;
  const selection = TextSelection.create(state.doc, next.from, next.to);
  view.dispatch(state.tr.setSelection(selection).scrollIntoView());
  view.focus();
}
