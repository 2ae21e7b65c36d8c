import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../api/types';
import { erasable, erasersOf, erasuresOf, withoutErased } from './erasures';
import { entryAt } from './testing';

const entry = (position: number, given: Partial<RecordEntry>): RecordEntry =>
  entryAt(position, { by: { kind: 'member', member: 'me' }, kind: 'section_reopened', ...given });
const said = entry(3, {
  text: 'Vi glömde Bo.',
  words: [{ digest: 'd3', text: 'Vi glömde Bo.', may_erase: true }],
});
const erasing = entry(8, { kind: 'words_erased', detail: { position: 3, words: 'd3' } });
const forgetting = entry(9, {
  kind: 'member_anonymised',
  detail: { member: 'bo', erased: ['d1', 'd2'] },
});

describe('words that were erased', () => {
  const erasures = erasuresOf([forgetting, erasing, said]);

  it('are told of by the entry that took them, once for a name and an address', () => {
    const gone = (digest: string) => ({ digest, text: null, may_erase: false });
    expect(erasersOf(entry(3, { words: [gone('d3')] }), erasures)).toEqual([erasing]);
    expect(erasersOf(entry(1, { words: [gone('d1'), gone('d2')] }), erasures)).toEqual([
      forgetting,
    ]);
    expect(erasersOf(entry(2, { words: [gone('of long ago')] }), erasures)).toEqual([null]);
    expect(erasersOf(said, new Map())).toEqual([]);
  });

  it('are not shown any longer, though they were read before', () => {
    const [shown] = withoutErased([said], erasures);
    expect(shown?.text).toBeNull();
    expect(shown?.words).toEqual([{ digest: 'd3', text: null, may_erase: false }]);
    expect(withoutErased([said], new Map())).toEqual([said]);
  });
});

describe('erasing', () => {
  it('is offered for words that are there, to those who may', () => {
    expect(erasable(said)).toEqual([{ digest: 'd3', text: 'Vi glömde Bo.' }]);
    expect(
      erasable({ ...said, words: [{ digest: 'd3', text: 'Vi glömde Bo.', may_erase: false }] }),
    ).toEqual([]);
    expect(erasable({ ...said, words: [{ digest: 'd3', text: null, may_erase: false }] })).toEqual(
      [],
    );
  });
});
