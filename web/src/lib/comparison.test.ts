import { describe, expect, it } from 'vitest';
import type { ComparedBlock } from './api/types';
import { countChanges, foldUnchanged, stepTo } from './comparison';

function block(change: ComparedBlock['change'], text: string, kind = 'paragraph'): ComparedBlock {
  const piece = change === 'changed' ? 'same' : change;
  return { change, kind, depth: 0, pieces: [{ change: piece, text }], attributes: [] };
}
const same = (text: string, kind?: string) => block('same', text, kind);

/** The parts as words: what is shown, what is folded away, and which change is which. */
function told(blocks: ComparedBlock[]): string[] {
  return foldUnchanged(blocks).map((part) => {
    if ('folded' in part) return `(${part.folded.map(({ pieces }) => pieces[0]?.text).join(' ')})`;
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
    expect(countChanges({ blocks, words_added: 0, words_removed: 0 })).toBe(3);
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
      'folded' in part ? part.folded : [part.block],
    );
    expect(all).toEqual(blocks);
  });

  it('is gone through from change to change, round and round', () => {
    expect(stepTo(null, 1, 3)).toBe(1);
    expect(stepTo(null, -1, 3)).toBe(3);
    expect(stepTo(1, 1, 3)).toBe(2);
    expect(stepTo(3, 1, 3)).toBe(1);
    expect(stepTo(1, -1, 3)).toBe(3);
    expect(stepTo(null, 1, 0)).toBeNull();
  });
});
