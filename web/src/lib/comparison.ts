/** A comparison as the page shows it: long runs that say the same are folded away. Pure. */
import type { Agreement, ComparedBlock, Comparison, ComparisonWriters } from './api/types';

export interface Shown {
  block: ComparedBlock;
  /** Its place in the comparison, from 0. */
  index: number;
  /** Which change it is, from 1; null for a block that says the same, and for where one stood that was moved. */
  change: number | null;
}
export type Part = Shown | { folded: Shown[] };

/** Fewer than these are shown: a line that says so would take as much room. */
const WORTH_FOLDING = 2;

/** A block that was moved is one change, where it stands now. */
function isChange({ change }: ComparedBlock): boolean {
  return change !== 'same' && change !== 'moved_away';
}

function number(blocks: readonly ComparedBlock[]): Shown[] {
  let changes = 0;
  return blocks.map((block, index) => ({
    block,
    index,
    change: isChange(block) ? ++changes : null,
  }));
}

/**
 * The blocks in order. Of those that say the same, a heading right before a change stays, because it
 * says where the change is.
 */
export function foldUnchanged(blocks: readonly ComparedBlock[]): Part[] {
  const parts: Part[] = [];
  let run: Shown[] = [];
  const close = () => {
    if (run.length >= WORTH_FOLDING) parts.push({ folded: run });
    else parts.push(...run);
    run = [];
  };
  for (const shown of number(blocks)) {
    if (shown.block.change === 'same') {
      run.push(shown);
      continue;
    }
    const heading = run.at(-1)?.block.kind === 'heading' ? run.pop() : undefined;
    close();
    if (heading) parts.push(heading);
    parts.push(shown);
  }
  close();
  return parts;
}

export function countChanges({ blocks }: Pick<Comparison, 'blocks'>): number {
  return blocks.filter(isChange).length;
}

/** How many blocks were changed, added, removed and moved. */
export function tallyOf({ blocks }: Pick<Comparison, 'blocks'>) {
  const count = (change: ComparedBlock['change']) =>
    blocks.filter((block) => block.change === change).length;
  return {
    changed: count('changed'),
    added: count('added'),
    removed: count('removed'),
    moved: count('moved_here'),
  };
}

/** Of those that may be gone to, the next one; from the last it goes round to the first. */
export function stepTo(
  current: number | null,
  by: 1 | -1,
  changes: readonly number[],
): number | null {
  const from = current ?? (by === 1 ? 0 : Infinity);
  const further = changes.filter((change) => (by === 1 ? change > from : change < from));
  return (by === 1 ? further[0] : further.at(-1)) ?? changes.at(by === 1 ? 0 : -1) ?? null;
}

/** A party, or null for those who are of none and for the words that a text began with. */
type Side = string | null;

/** How many new words each party has in a comparison, in the agreement's order. */
export function wordsByParty(
  agreement: Pick<Agreement, 'parties' | 'members' | 'former_members'>,
  { blocks }: Pick<ComparisonWriters, 'blocks'>,
): { party: Side; words: number }[] {
  const words = new Map<Side, number>();
  for (const { writers } of blocks ?? []) {
    for (const { member, words: many } of writers) {
      const party = partyOf(agreement, member);
      words.set(party, (words.get(party) ?? 0) + many);
    }
  }
  const order: Side[] = [...agreement.parties.map(({ id }) => id), null];
  return order.flatMap((party) => {
    const many = words.get(party);
    return many === undefined ? [] : [{ party, words: many }];
  });
}

/** The changes, by number, in which a party has new words; all of them if none is asked for. */
export function changesOf(
  agreement: Pick<Agreement, 'members' | 'former_members'>,
  comparison: Pick<Comparison, 'blocks'>,
  writers: Pick<ComparisonWriters, 'blocks'> | null,
  party: Side | undefined,
): number[] {
  const theirs = new Set(
    (writers?.blocks ?? [])
      .filter((one) => one.writers.some(({ member }) => partyOf(agreement, member) === party))
      .map(({ block }) => block),
  );
  return number(comparison.blocks).flatMap(({ index, change }) =>
    change !== null && (party === undefined || theirs.has(index)) ? [change] : [],
  );
}

function partyOf(
  { members, former_members }: Pick<Agreement, 'members' | 'former_members'>,
  member: string | null,
): Side {
  const is = ({ id }: { id: string }) => id === member;
  return (members.find(is) ?? former_members.find(is))?.party ?? null;
}
