import { describe, expect, it } from 'vitest';
import type { ComparedBlock } from './api/types';
import {
  changesOf,
  countChanges,
  foldUnchanged,
  stepTo,
  tallyOf,
  wordsByParty,
} from './comparison';

function block(change: ComparedBlock['change'], text: string, kind = 'paragraph'): ComparedBlock {
  const piece = change === 'added' || change === 'removed' ? change : 'same';
  const pieces: ComparedBlock['pieces'] = [{ change: piece, text, marks: [], marks_before: null }];
  return { change, kind, depth: 0, pieces, attributes: [], moved: null, joined: null };
}
const same = (text: string, kind?: string) => block('same', text, kind);

/** The parts as words: what is shown, what is folded away, and which change is which. */
function told(blocks: ComparedBlock[]): string[] {
  return foldUnchanged(blocks).map((part) => {
    if ('folded' in part)
      return `(${part.folded.map(({ block }) => block.pieces[0]?.text).join(' ')})`;
    const text = part.block.pieces[0]?.text ?? '';
    return part.change === null ? text : `${part.change}:${text}`;
  });
}

describe('a comparison', () => {
  it('folds runs of blocks that say the same, and numbers the changes', () => {
    const blocks = [
      same('a'),
      same('b'),
      same('c'),
      block('changed', 'd'),
      same('e'),
      same('f'),
      block('added', 'g'),
      block('removed', 'h'),
    ];
    expect(told(blocks)).toEqual(['(a b c)', '1:d', '(e f)', '2:g', '3:h']);
    expect(countChanges({ blocks })).toBe(3);
  });

  it('shows a single block that says the same, for folding it would save no room', () => {
    expect(told([block('added', 'a'), same('b'), block('added', 'c')])).toEqual([
      '1:a',
      'b',
      '2:c',
    ]);
  });

  it('shows the heading that a change stands under', () => {
    const blocks = [same('a'), same('b'), same('H', 'heading'), block('changed', 'c')];
    expect(told(blocks)).toEqual(['(a b)', 'H', '1:c']);
    // A heading that nothing changes under is folded as anything else.
    expect(told([same('H', 'heading'), same('a')])).toEqual(['(H a)']);
  });

  it('loses no block by folding', () => {
    const blocks = [same('H', 'heading'), block('removed', 'a'), same('b'), same('c')];
    const all = foldUnchanged(blocks).flatMap((part) =>
      'folded' in part ? part.folded.map(({ block }) => block) : [part.block],
    );
    expect(all).toEqual(blocks);
  });

  it('counts a moved block once, where it stands now', () => {
    const blocks = [block('moved_away', 'a'), same('b'), block('moved_here', 'a')];
    expect(told(blocks)).toEqual(['a', 'b', '1:a']);
    expect(countChanges({ blocks })).toBe(1);
    expect(tallyOf({ blocks })).toEqual({ changed: 0, added: 0, removed: 0, moved: 1 });
  });

  it('is gone through from change to change, round and round', () => {
    const changes = [1, 2, 3];
    expect(stepTo(null, 1, changes)).toBe(1);
    expect(stepTo(null, -1, changes)).toBe(3);
    expect(stepTo(1, 1, changes)).toBe(2);
    expect(stepTo(3, 1, changes)).toBe(1);
    expect(stepTo(1, -1, changes)).toBe(3);
    expect(stepTo(null, 1, [])).toBeNull();
    // Only those that were chosen, from wherever one is.
    expect(stepTo(2, 1, [1, 4])).toBe(4);
    expect(stepTo(4, 1, [1, 4])).toBe(1);
  });
});

describe('changes by party', () => {
  const person = (id: string, party: string | null) => ({
    id,
    party,
    name: id,
    organisation: null,
    roles: [],
  });
  const agreement = {
    parties: [{ id: 'b' }, { id: 'a' }],
    members: [person('anna', 'a'), person('bo', 'b'), person('nina', null)],
    former_members: [person('arne', 'a')],
  } as unknown as Parameters<typeof wordsByParty>[0];
  const comparison = { blocks: [same('x'), block('added', 'y'), block('changed', 'z')] };
  const writers = {
    blocks: [
      {
        block: 1,
        writers: [
          { member: 'anna', words: 3 },
          { member: 'arne', words: 2 },
        ],
      },
      {
        block: 2,
        writers: [
          { member: 'bo', words: 1 },
          { member: null, words: 4 },
        ],
      },
    ],
  };

  it('adds up the words of each, also of those who have left, and of nobody', () => {
    expect(wordsByParty(agreement, writers)).toEqual([
      { party: 'b', words: 1 },
      { party: 'a', words: 5 },
      { party: null, words: 4 },
    ]);
  });

  it('tells which changes are a party’s, and all of them if none is asked for', () => {
    expect(changesOf(agreement, comparison, writers, 'a')).toEqual([1]);
    expect(changesOf(agreement, comparison, writers, 'b')).toEqual([2]);
    expect(changesOf(agreement, comparison, writers, undefined)).toEqual([1, 2]);
    expect(changesOf(agreement, comparison, null, 'a')).toEqual([]);
  });
});
