/** A private draft, made into a proposal on the text as it is now. */
import type { JSONContent } from '@tiptap/core';
import type { BlockJson } from '../api/types';
import type { Draft } from '../kept/drafts';
import type { Block } from '../sync/blocks';
import { keyOf, plain } from './blocks';
import { merge } from './merge';
import type { Proposing } from './proposing.svelte';
import { steps } from './sequences';

type Tree = [string, Record<string, unknown>, unknown[]?] | null;

/** A block of a draft, as the editor writes blocks. */
export function blockOf(tree: Tree): JSONContent {
  if (tree === null) return { type: 'unknown' };
  const [name, values, children] = tree;
  if (children === undefined) {
    const marks = Object.entries(values).map(([mark, attrs]) => ({
      type: mark.replace(/--[a-zA-Z0-9+/=]{8}$/, ''),
      attrs: attrs as Record<string, unknown>,
    }));
    return plain({ type: 'text', text: name, marks });
  }
  return plain({ type: name, attrs: values, content: children.map((one) => blockOf(one as Tree)) });
}

const read = (blocks: readonly Block[]) =>
  blocks.map(({ json }) => blockOf(JSON.parse(json) as Tree));

/** What a draft makes of a text, as the blocks that become others and what they become. */
export function changeBy(
  draft: Pick<Draft, 'before' | 'after'>,
  now: readonly BlockJson[],
): { from: number; to: number; blocks: BlockJson[] } | null {
  const text = now.map(plain);
  // A draft leaves out what says nothing.
  const said = text.flatMap((block, place) => (isSaid(block) ? [{ block, place }] : []));
  const standing = said.map(({ block }) => block);
  const wished = read(draft.after);
  const { blocks } = merge(draft.before ? read(draft.before) : standing, wished, standing);
  const changes = steps(standing, blocks, (a, b) => keyOf(a) === keyOf(b)).filter(
    ({ same }) => !same,
  );
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last || text.length === 0) return null;
  let [from, to] = [first.a[0], last.a[1]];
  let [start, end] = [first.b[0], last.b[1]];
  // What only comes to others stands behind one of them, so there is something for it to be about.
  if (from === to) {
    if (from > 0) [from, start] = [from - 1, start - 1];
    else [to, end] = [to + 1, end + 1];
  }
  const [one, other] = [said[from], said[to - 1]];
  if (!one || !other) return { from: 0, to: 1, blocks: [...blocks] };
  return { from: one.place, to: other.place + 1, blocks: blocks.slice(start, end) };
}

const isSaid = (block: JSONContent): boolean => /"text":"[^"]*\S/.test(JSON.stringify(block));

/** Opens a draft as a proposal. False if the text cannot take it. */
export function fromDraft(proposing: Proposing, draft: Draft): boolean {
  const { text } = proposing;
  const count = text?.lines().length ?? 0;
  const now = count > 0 ? text?.seen({ from: 0, to: count }) : null;
  const change =
    now &&
    changeBy(
      draft,
      now.map(({ block }) => block),
    );
  return change ? proposing.beginWith(change, change.blocks) : false;
}
