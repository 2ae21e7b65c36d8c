/**
 * Open proposals in the text: which blocks each is about, and, where it is asked for, what it takes out
 * and puts in. A remote change replaces the whole document of the editor, so marks are mapped through
 * the difference; only a proposal whose own blocks have become others is drawn anew.
 */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Mapping, StepMap } from '@tiptap/pm/transform';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { BlockJson, SeenBlock } from '../api/types';
import { keyOf, plain } from '../proposals/blocks';
import { redline } from '../proposals/redline';
import { Places, rangeOf, type Run } from '../proposals/run';
import { drawRedline, type RedlineWords } from './redline-view';

export interface MarkedProposal {
  id: string;
  base: readonly SeenBlock[];
  blocks: readonly BlockJson[];
}

/** What is to be marked. */
export interface ToMark {
  proposals: readonly MarkedProposal[];
  /** Those whose words are shown in the text. */
  shown: ReadonlySet<string>;
  /** The blocks that somebody is writing a proposal about, and what makes room for its editor. */
  covered: { base: readonly SeenBlock[]; room: HTMLElement } | null;
}

export interface Placed {
  run: Run;
  /** Whether its blocks still say what they said. */
  asItWas: boolean;
}

/** Before the text has been looked at. */
export const nowhere: ReadonlyMap<string, Placed> = new Map();

export interface ProposalMarksOptions {
  fragment: Y.XmlFragment | null;
  words: () => RedlineWords;
  /** Where each stands now, after every change of the text; those that do not stand are left out. */
  onPlaced: (placed: ReadonlyMap<string, Placed>) => void;
}

declare module '@tiptap/core' {
  interface Storage {
    proposalMarks: { mark: (of: ToMark) => void };
  }
}

const COVER = 'cover';
export const proposalMarksKey = new PluginKey<DecorationSet>('proposalMarks');
const nothing: ToMark = { proposals: [], shown: new Set(), covered: null };

/** What a transaction changed. A remote one says that it changed everything, which is not so. */
export function truly(tr: Transaction): Mapping {
  const isRemote = (tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)
    ?.isChangeOrigin;
  if (!isRemote) return tr.mapping;
  const [before, after] = [tr.before.content, tr.doc.content];
  const start = before.findDiffStart(after);
  const end = before.findDiffEnd(after);
  if (start === null || end === null) return new Mapping();
  // Where the same letters stand on both sides of a change the two ends may overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [a, b] = [end.a + overlap, end.b + overlap];
  return new Mapping([new StepMap([start, a - start, b - start])]);
}

interface Known {
  nodes: readonly Node[];
  proposal: MarkedProposal | null;
}

class Marks {
  #toMark = nothing;
  #known = new Map<string, Known>();
  #scheduled = false;
  #language = '';

  constructor(
    private readonly view: EditorView,
    private readonly options: ProposalMarksOptions,
  ) {}

  update(view: EditorView, before: EditorState): void {
    if (view.state.doc !== before.doc) this.schedule();
  }

  mark(toMark: ToMark): void {
    this.#toMark = toMark;
    this.schedule();
  }

  destroy(): void {
    this.#scheduled = true;
  }

  /** Not at once: what is typed here reaches the shared document only after the editor has it. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      if (this.view.isDestroyed) return;
      this.#scheduled = false;
      this.#place();
    });
  }

  #place(): void {
    const { fragment, onPlaced, words } = this.options;
    const { doc } = this.view.state;
    // The editor shows an empty line that the document does not have, or is about to be told more.
    if (!fragment || fragment.length !== doc.childCount) return;
    const places = new Places(fragment);
    const placed = new Map<string, Placed>();
    const said = words();
    if (said.language !== this.#language) this.#known.clear();
    this.#language = said.language;
    let set = proposalMarksKey.getState(this.view.state) ?? DecorationSet.empty;
    let changed = false;
    const renew = (id: string, known: Known | null, make: () => Decoration[]) => {
      if (isSame(this.#known.get(id), known)) {
        if (known) this.#known.set(id, known);
        return;
      }
      changed = true;
      set = set.remove(set.find(undefined, undefined, (spec) => spec.of === id));
      if (known) {
        this.#known.set(id, known);
        set = set.add(doc, make());
      } else this.#known.delete(id);
    };
    const { proposals, shown, covered } = this.#toMark;
    for (const proposal of proposals) {
      const { id, base } = proposal;
      const run = places.find(base);
      const nodes = run ? childrenOf(doc, run) : [];
      const asItWas = run !== null && saysStill(nodes, base, this.#known.get(id));
      if (run) placed.set(id, { run, asItWas });
      const isShown = asItWas && shown.has(id);
      renew(id, isShown ? { nodes, proposal } : null, () =>
        run ? inText(doc, run, proposal, said) : [],
      );
    }
    const run = covered && places.find(covered.base);
    if (run) placed.set(COVER, { run, asItWas: false });
    const known = run ? { nodes: childrenOf(doc, run), proposal: null } : null;
    renew(COVER, known, () => (run && covered ? cover(doc, run, covered.room) : []));
    for (const id of [...this.#known.keys()]) {
      if (id !== COVER && !proposals.some((one) => one.id === id)) renew(id, null, () => []);
    }
    const { tr } = this.view.state;
    if (changed) this.view.dispatch(tr.setMeta(proposalMarksKey, set));
    onPlaced(placed);
  }
}

/** The run of the blocks that are being written about. */
export const coveredRun = (placed: ReadonlyMap<string, Placed>): Run | null =>
  placed.get(COVER)?.run ?? null;

const isNode = (a: Node, b: Node | undefined): boolean => b !== undefined && (a === b || a.eq(b));

function isSame(a: Known | undefined, b: Known | null): boolean {
  if (!a || !b) return !a && !b;
  const { nodes } = a;
  return (
    a.proposal?.base === b.proposal?.base &&
    a.proposal?.blocks === b.proposal?.blocks &&
    nodes.length === b.nodes.length &&
    // A remote change makes nodes anew that say the same.
    nodes.every((node, at) => isNode(node, b.nodes[at]))
  );
}

const childrenOf = (doc: Node, { from, to }: Run): Node[] =>
  Array.from({ length: to - from }, (_, at) => doc.child(from + at));

/** The keys of nodes, which never change. */
const keys = new WeakMap<Node, string>();
function keyOfNode(node: Node): string {
  const known = keys.get(node) ?? keyOf(node.toJSON() as BlockJson);
  keys.set(node, known);
  return known;
}
const seenKeys = new WeakMap<SeenBlock, string>();
function keyOfSeen(seen: SeenBlock): string {
  const known = seenKeys.get(seen) ?? keyOf(seen.block);
  seenKeys.set(seen, known);
  return known;
}

function saysStill(
  nodes: readonly Node[],
  base: readonly SeenBlock[],
  known: Known | undefined,
): boolean {
  if (known?.proposal?.base === base && known.nodes.every((node, at) => isNode(node, nodes[at])))
    return true;
  return base.every((one, at) => {
    const node = nodes[at];
    return node !== undefined && keyOfNode(node) === keyOfSeen(one);
  });
}

function inText(doc: Node, run: Run, proposal: MarkedProposal, words: RedlineWords): Decoration[] {
  const { from } = rangeOf(doc, run);
  const { schema } = doc.type;
  try {
    const before = doc.type.create(null, childrenOf(doc, run));
    const after = schema.nodeFromJSON({ type: 'doc', content: proposal.blocks.map(plain) });
    const { id } = proposal;
    const drawing = { key: id, shows: 'before', words, start: from, spec: { of: id } } as const;
    return drawRedline(redline(before, after, from), drawing);
  } catch (error) {
    // Made by a newer page, of parts that this one lacks: the side tells of it.
    console.warn(error);
    return [];
  }
}

function cover(doc: Node, run: Run, room: HTMLElement): Decoration[] {
  const { from } = rangeOf(doc, run);
  const spec = { of: COVER };
  const made = [
    Decoration.widget(from, room, { ...spec, side: -1, key: COVER, ignoreSelection: true }),
  ];
  let at = from;
  for (const node of childrenOf(doc, run)) {
    made.push(Decoration.node(at, at + node.nodeSize, { class: 'under-suggestion' }, { ...spec }));
    at += node.nodeSize;
  }
  return made;
}

export const ProposalMarks = Extension.create<ProposalMarksOptions, { mark: (of: ToMark) => void }>(
  {
    name: 'proposalMarks',
    addOptions: () => ({
      fragment: null,
      words: () => ({ added: '', removed: '', end: '', reshaped: '', language: '' }),
      onPlaced: () => {},
    }),
    addStorage: () => ({ mark: () => {} }),
    addProseMirrorPlugins() {
      const { options, storage } = this;
      return [
        new Plugin<DecorationSet>({
          key: proposalMarksKey,
          state: {
            init: () => DecorationSet.empty,
            apply(tr, old) {
              const made = tr.getMeta(proposalMarksKey) as DecorationSet | undefined;
              if (made) return made;
              return tr.docChanged ? old.map(truly(tr), tr.doc) : old;
            },
          },
          props: { decorations: (state) => proposalMarksKey.getState(state) },
          view(view) {
            const marks = new Marks(view, options);
            storage.mark = (toMark) => marks.mark(toMark);
            return marks;
          },
        }),
      ];
    },
  },
);
