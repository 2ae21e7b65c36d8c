import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../api/types';
import { agreement, member, yes } from '../overview/testing';
import { erasable, erasersOf, erasuresOf, withoutErased } from './erasures';
import { entryAt } from './testing';

const entry = (position: number, given: Partial<RecordEntry>): RecordEntry =>
  entryAt(position, { by: { kind: 'member', member: 'me' }, kind: 'section_reopened', ...given });
const said = entry(3, { text: 'Vi glömde Bo.', words: [{ digest: 'd3', text: 'Vi glömde Bo.' }] });
const erasing = entry(8, { kind: 'words_erased', detail: { position: 3, words: 'd3' } });
const forgetting = entry(9, {
  kind: 'member_anonymised',
  detail: { member: 'bo', erased: ['d1', 'd2'] },
});

describe('words that were erased', () => {
  const erasures = erasuresOf([forgetting, erasing, said]);

  it('are told of by the entry that took them, once for a name and an address', () => {
    const gone = (digest: string) => ({ digest, text: null });
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
    expect(shown?.words).toEqual([{ digest: 'd3', text: null }]);
    expect(withoutErased([said], new Map())).toEqual([said]);
  });
});

describe('erasing', () => {
  const mine = agreement({ members: [member('me', 'a'), member('bo', 'b')] });
  const may = { ...mine, may: { ...mine.may, erase: yes } };

  it('is offered to those who may, for words that are there', () => {
    expect(erasable(said, may)).toEqual(said.words);
    expect(erasable(said, mine)).toEqual([]);
    expect(erasable(entry(3, { words: [{ digest: 'd3', text: null }] }), may)).toEqual([]);
  });

  it('is not offered for what is the other party’s own, nor for a name, which goes with its member', () => {
    expect(erasable({ ...said, party: 'b' }, may)).toEqual([]);
    expect(erasable({ ...said, kind: 'mandate_recorded', member: 'bo' }, may)).toEqual([]);
    expect(erasable({ ...said, party: 'a' }, may)).toEqual(said.words);
    expect(erasable({ ...said, kind: 'member_added', party: 'a' }, may)).toEqual([]);
  });
});
