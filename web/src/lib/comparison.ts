/** A comparison as the page shows it: long runs that say the same are folded away. Pure. */
import type { ComparedBlock, Comparison } from './api/types';

export type Part =
  /** `change` counts the changes from 1; null for a block that says the same. */
  { block: ComparedBlock; change: number | null } | { folded: ComparedBlock[] };

/** Fewer than these are shown: a line that says so would take as much room. */
const WORTH_FOLDING = 2;

/**
 * The blocks in order. Of those that say the same, a heading right before a change stays, because it
 * says where the change is.
 */
export function foldUnchanged(blocks: readonly ComparedBlock[]): Part[] {
  const parts: Part[] = [];
  let run: ComparedBlock[] = [];
  let changes = 0;
  const close = () => {
    if (run.length >= WORTH_FOLDING) parts.push({ folded: run });
    else parts.push(...run.map((block) => ({ block, change: null })));
    run = [];
  };
  for (const block of blocks) {
    if (block.change === 'same') {
      run.push(block);
      continue;
    }
    const heading = run.at(-1)?.kind === 'heading' ? run.pop() : undefined;
    close();
    if (heading) parts.push({ block: heading, change: null });
    changes += 1;
    parts.push({ block, change: changes });
  }
  close();
  return parts;
}

export function countChanges({ blocks }: Comparison): number {
  return blocks.filter((block) => block.change !== 'same').length;
}

/** The change to go to next; from the last one it goes round to the first. */
export function stepTo(current: number | null, by: 1 | -1, count: number): number | null {
  if (count === 0) return null;
  if (current === null) return by === 1 ? 1 : count;
  return ((current - 1 + by + count) % count) + 1;
}
