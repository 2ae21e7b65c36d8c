/**
 * A proposal put into a text that has changed since it was made: what only the proposal changed is as
 * proposed, what only others changed is as it is now. Where both changed the same words the text stays
 * as it is now, and that is said: nothing is put in by guess. What both only put in, at the same place, both stands
 * there: it takes nothing from anybody.
 */
import type { JSONContent } from '@tiptap/core';
import type { BlockJson } from '../api/types';
import { keyOf, plain } from './blocks';
import { threeWay } from './sequences';

export interface Merged {
  blocks: JSONContent[];
  /** How many places of the proposal are not in it. */
  left: number;
}

/** A word, or something that is none, with its marks. */
interface Piece {
  node: JSONContent;
  key: string;
}

const WORDS = /[\p{L}\p{M}\p{N}]+|\s+|./gsu;

function inline(block: JSONContent): Piece[] | null {
  const pieces: Piece[] = [];
  for (const child of block.content ?? []) {
    if (child.type === 'text') {
      for (const [text] of (child.text ?? '').matchAll(WORDS)) {
        const node = { ...child, text };
        pieces.push({ node, key: JSON.stringify(node) });
      }
    } else if (child.type === 'hardBreak') {
      pieces.push({ node: child, key: JSON.stringify(child) });
    } else return null;
  }
  return pieces;
}

/** A block without its content. */
const shell = (block: JSONContent): string => JSON.stringify([block.type, block.attrs ?? {}]);

/** The words of one block that both changed; null where that cannot be told apart. */
function mergeWords(
  base: JSONContent,
  proposed: JSONContent,
  now: JSONContent,
): JSONContent | null {
  const [a, b, c] = [inline(base), inline(proposed), inline(now)];
  if (!a || !b || !c) return null;
  const sides = [shell(base), shell(proposed), shell(now)];
  // Its kind and facts: whoever changed them alone has their way.
  if (sides[0] !== sides[1] && sides[0] !== sides[2] && sides[1] !== sides[2]) return null;
  const outer = sides[0] === sides[1] ? now : proposed;
  const stretches = threeWay(a, b, c, (x, y) => x.key === y.key);
  if (stretches.some((one) => !one.clear && !isPutInByBoth(one))) return null;
  const words = stretches.flatMap((one) =>
    isPutInByBoth(one)
      ? [...one.theirs, ...one.ours]
      : chosen(one.base, one.ours, one.theirs, (x) => x.key),
  );
  return plain({ ...outer, content: words.map(({ node }) => node) });
}

function isPutInByBoth({ clear, base }: { clear: boolean; base: unknown[] }): boolean {
  return !clear && base.length === 0;
}

/** Of a clear stretch, what whoever changed it made of it. */
function chosen<Item>(base: Item[], ours: Item[], theirs: Item[], key: (item: Item) => string) {
  const text = (items: Item[]) => items.map(key).join('\u0000');
  return text(base) === text(ours) ? theirs : ours;
}

export function merge(
  base: readonly BlockJson[],
  proposed: readonly BlockJson[],
  now: readonly BlockJson[],
): Merged {
  const [a, b, c] = [base.map(plain), proposed.map(plain), now.map(plain)];
  const merged: JSONContent[] = [];
  let left = 0;
  for (const one of threeWay(a, b, c, (x, y) => keyOf(x) === keyOf(y))) {
    if (one.clear) {
      merged.push(...chosen(one.base, one.ours, one.theirs, keyOf));
      continue;
    }
    if (isPutInByBoth(one)) {
      merged.push(...one.theirs, ...one.ours);
      continue;
    }
    const pairs = one.base.length === one.ours.length && one.base.length === one.theirs.length;
    for (const [at, block] of one.theirs.entries()) {
      const [was, wished] = [one.base[at], one.ours[at]];
      const together = pairs && was && wished ? mergeBlock(was, wished, block) : null;
      merged.push(together ?? block);
      if (pairs && !together) left += 1;
    }
    if (!pairs) left += 1;
  }
  return { blocks: merged, left };
}

function mergeBlock(base: JSONContent, proposed: JSONContent, now: JSONContent) {
  if (keyOf(base) === keyOf(proposed)) return now;
  if (keyOf(base) === keyOf(now) || keyOf(proposed) === keyOf(now)) return proposed;
  return mergeWords(base, proposed, now);
}
