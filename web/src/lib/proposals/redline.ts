/**
 * What changed from some blocks to others, word by word, with where it stands in both: so that it can
 * be marked in the one or in the other. Letters within a word are never compared.
 */
import type { Node } from '@tiptap/pm/model';
import { pair, steps } from './sequences';

/** A stretch of text that stayed, came or went. */
export interface Piece {
  change: 'same' | 'added' | 'removed';
  text: string;
  /** Where it stands in the document it is of: the earlier for what was removed, else the later. */
  from: number;
  to: number;
  /** Where it would stand in the other document. */
  other: number;
}

/** A block of text that stayed in its place, came or went. */
export interface RedBlock {
  change: 'same' | 'changed' | 'added' | 'removed';
  /** Of the block itself, around its content, in the earlier and the later document. */
  before: { from: number; to: number } | null;
  after: { from: number; to: number } | null;
  text: string;
  pieces: Piece[];
  /** Whether its kind, its facts or its marks differ. */
  reshaped: boolean;
}

interface Word {
  text: string;
  at: number;
  size: number;
}

interface TextBlock {
  node: Node;
  from: number;
  words: Word[];
  text: string;
}

const WORDS = /[\p{L}\p{M}\p{N}]+(?:[.,:’'-][\p{L}\p{M}\p{N}]+)*|\s+|./gsu;
/** Blocks of which at least this much stayed are one block that changed. */
const ALIKE = 0.35;
/** Where less of a block stayed, all of it is shown as replaced. */
const WORTH_KEEPING = 0.25;

function wordsOf(block: Node, from: number): Word[] {
  const words: Word[] = [];
  let run = { text: '', at: from };
  const close = () => {
    let { at } = run;
    for (const [text] of run.text.matchAll(WORDS)) {
      words.push({ text, at, size: text.length });
      at += text.length;
    }
  };
  block.forEach((child, offset) => {
    const at = from + offset;
    if (child.isText) {
      if (run.text === '') run.at = at;
      run.text += child.text ?? '';
      return;
    }
    close();
    run = { text: '', at };
    words.push({ text: '\n', at, size: child.nodeSize });
  });
  close();
  return words;
}

/** The blocks that hold text themselves. `offset` is where the content begins. */
function textBlocks(parent: Node, offset: number): TextBlock[] {
  const blocks: TextBlock[] = [];
  parent.descendants((node, position) => {
    if (!node.isTextblock && !(node.isBlock && node.isAtom)) return true;
    const from = offset + position;
    const words = node.isTextblock ? wordsOf(node, from + 1) : [];
    blocks.push({ node, from, words, text: words.map(({ text }) => text).join('') });
    return false;
  });
  return blocks;
}

const lettersOf = (words: readonly Word[]): number =>
  words.reduce((sum, { text }) => sum + (text.trim() === '' ? 0 : text.length), 0);

function likeness(a: TextBlock, b: TextBlock): number {
  if (a.text === b.text) return a.node.type === b.node.type ? 2 : 1.5;
  const longest = Math.max(lettersOf(a.words), lettersOf(b.words));
  if (longest === 0) return a.node.type === b.node.type ? 1 : 0;
  const left = new Map<string, number>();
  for (const { text } of a.words) left.set(text, (left.get(text) ?? 0) + 1);
  let shared = 0;
  for (const { text } of b.words) {
    const count = left.get(text) ?? 0;
    if (count === 0 || text.trim() === '') continue;
    left.set(text, count - 1);
    shared += text.length;
  }
  const share = shared / longest;
  return share >= ALIKE ? share : 0;
}

interface Rough {
  same: boolean;
  a: Word[];
  b: Word[];
}

const textOf = (words: readonly Word[]) => words.map(({ text }) => text).join('');

/** What stayed between two changes counts as changed if it is shorter than both. */
function joined(rough: Rough[]): Rough[] {
  const list = [...rough];
  for (let at = 1; at < list.length - 1; at += 1) {
    const [before, here, after] = [list[at - 1], list[at], list[at + 1]];
    if (!before || !here?.same || !after) continue;
    const size = textOf(here.a).length;
    const long = (one: Rough) => Math.max(textOf(one.a).length, textOf(one.b).length);
    if (size >= long(before) || size >= long(after)) continue;
    const both = (pick: (one: Rough) => Word[]) => [before, here, after].flatMap(pick);
    list.splice(at - 1, 3, { same: false, a: both(({ a }) => a), b: both(({ b }) => b) });
    at = Math.max(0, at - 2);
  }
  return list;
}

function piecesOf(a: TextBlock, b: TextBlock): Piece[] {
  const weight = ({ text }: Word) => (text.trim() === '' ? 0.1 : text.length);
  const found = steps(a.words, b.words, (x, y) => x.text === y.text, weight);
  let rough = joined(
    found.map(({ same, a: [i, j], b: [k, l] }) => ({
      same,
      a: a.words.slice(i, j),
      b: b.words.slice(k, l),
    })),
  );
  const stayed = rough.filter(({ same }) => same).reduce((sum, one) => sum + lettersOf(one.a), 0);
  const most = Math.max(lettersOf(a.words), lettersOf(b.words));
  if (most > 0 && stayed < most * WORTH_KEEPING) {
    rough = [{ same: false, a: a.words, b: b.words }];
  }
  const pieces: Piece[] = [];
  let [inA, inB] = [a.from + 1, b.from + 1];
  for (const part of rough) {
    const endA = (part.a.at(-1)?.at ?? inA) + (part.a.at(-1)?.size ?? 0);
    const endB = (part.b.at(-1)?.at ?? inB) + (part.b.at(-1)?.size ?? 0);
    if (part.same) {
      pieces.push({ change: 'same', text: textOf(part.b), from: inB, to: endB, other: inA });
    } else {
      if (part.a.length > 0)
        pieces.push({ change: 'removed', text: textOf(part.a), from: inA, to: endA, other: inB });
      if (part.b.length > 0)
        pieces.push({ change: 'added', text: textOf(part.b), from: inB, to: endB, other: endA });
    }
    [inA, inB] = [endA, endB];
  }
  return pieces;
}

const around = ({ from, node }: TextBlock) => ({ from, to: from + node.nodeSize });

function whole(block: TextBlock, change: 'added' | 'removed'): RedBlock {
  const to = block.from + block.node.nodeSize - 1;
  const piece: Piece = { change, text: block.text, from: block.from + 1, to, other: 0 };
  const place = around(block);
  const [before, after] = change === 'added' ? [null, place] : [place, null];
  const pieces = block.text === '' ? [] : [piece];
  return { change, before, after, text: block.text, pieces, reshaped: false };
}

/** The marks of a block's words, and its kind and facts, as something to compare. */
function shapeOf({ node }: TextBlock, parents: string): string {
  const marks: unknown[] = [];
  node.forEach((child) => {
    const list = JSON.stringify(child.marks.map((mark) => mark.toJSON() as unknown));
    const last = marks.at(-1) as [string, number] | undefined;
    if (last?.[0] === list) last[1] += child.nodeSize;
    else marks.push([list, child.nodeSize]);
  });
  return JSON.stringify([node.type.name, node.attrs, parents, marks]);
}

function parentsOf(root: Node, block: TextBlock, offset: number): string {
  const place = root.resolve(block.from - offset);
  return Array.from({ length: place.depth }, (_, at) => place.node(at + 1).type.name).join('/');
}

/**
 * Compares the contents of two nodes. Positions count from the two offsets, which are where the
 * contents begin in the documents that are shown.
 */
export function redline(a: Node, b: Node, offsetA = 0, offsetB = 0): RedBlock[] {
  const [before, after] = [textBlocks(a, offsetA), textBlocks(b, offsetB)];
  const blocks: RedBlock[] = [];
  let [i, j] = [0, 0];
  const skip = (toA: number, toB: number) => {
    blocks.push(...before.slice(i, toA).map((block) => whole(block, 'removed')));
    blocks.push(...after.slice(j, toB).map((block) => whole(block, 'added')));
  };
  for (const [x, y] of pair(before, after, likeness)) {
    skip(x, y);
    const [was, is] = [before[x], after[y]];
    if (!was || !is) continue;
    const pieces = piecesOf(was, is);
    const sameWords = pieces.every(({ change }) => change === 'same');
    const differs =
      shapeOf(was, parentsOf(a, was, offsetA)) !== shapeOf(is, parentsOf(b, is, offsetB));
    const reshaped = differs && (sameWords || was.node.type !== is.node.type);
    const change = sameWords && !reshaped ? 'same' : 'changed';
    const [placeA, placeB] = [around(was), around(is)];
    blocks.push({ change, before: placeA, after: placeB, text: is.text, pieces, reshaped });
    [i, j] = [x + 1, y + 1];
  }
  skip(before.length, after.length);
  return blocks;
}

export const hasChanges = (blocks: readonly RedBlock[]): boolean =>
  blocks.some(({ change }) => change !== 'same');
