import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Block } from '../sync/blocks';
import {
  countDrafts,
  differenceFrom,
  discardDraft,
  draftsOf,
  keepDraft,
  type Draft,
} from './drafts';

const blocks = (...words: string[]): Block[] =>
  words.map((text) => ({ text, json: JSON.stringify(['paragraph', {}, [[text, {}]]]) }));

let made = 0;
function draft(before: Block[] | null, after: Block[], section = 'hamnen'): Draft {
  made += 1;
  return {
    id: `draft ${made}`,
    member: 'erik',
    section,
    epoch: 'e1',
    at: new Date(made).toISOString(),
    why: { close: 4423, code: 'section-locked' },
    update: Uint8Array.of(0, 0),
    before,
    after,
    difference: null,
  };
}

const words = (difference: { added: Block[]; removed: Block[] }) => ({
  added: difference.added.map(({ text }) => text),
  removed: difference.removed.map(({ text }) => text),
});

describe('what a draft has that the text has not', () => {
  it('is what its writer changed, and nothing of what others did meanwhile', () => {
    const mine = draft(blocks('ett', 'två', 'tre'), blocks('ett', 'två, av mig', 'tre'));
    const difference = differenceFrom(mine, blocks('ett, av andra', 'två', 'nytt'));
    expect(words(difference)).toEqual({ added: ['två, av mig'], removed: [] });
  });

  it('is what its writer removed, when nothing was written', () => {
    const mine = draft(blocks('ett', 'två', 'tre'), blocks('ett'));
    expect(words(differenceFrom(mine, blocks('ett', 'två')))).toEqual({
      added: [],
      removed: ['två'],
    });
  });

  it('is all that differs, when it is not known how the text was before', () => {
    const mine = draft(null, blocks('ett', 'två'));
    expect(words(differenceFrom(mine, blocks('ett'))).added).toEqual(['två']);
  });

  it('is nothing, when the server has it after all', () => {
    const mine = draft(blocks('ett'), blocks('ett', 'två'));
    expect(differenceFrom(mine, blocks('två', 'ett'))).toEqual({ added: [], removed: [] });
  });
});

describe('drafts', () => {
  it('are listed newest first, by member and section, until they are discarded', async () => {
    const [older, newer] = [draft(null, blocks('ett')), draft(null, blocks('två'))];
    await keepDraft(older);
    await keepDraft(newer);
    await keepDraft(draft(null, blocks('tre'), 'kajen'));
    expect(await draftsOf('erik', 'hamnen')).toEqual([newer, older]);
    expect(await draftsOf('maja', 'hamnen')).toEqual([]);
    expect(await countDrafts(['erik'])).toBe(3);
    await discardDraft(newer.id);
    expect(await draftsOf('erik', 'hamnen')).toEqual([older]);
  });

  it('of the same text are kept once', async () => {
    await keepDraft(draft(null, blocks('samma'), 'bryggan'));
    await keepDraft(draft(blocks('annat'), blocks('samma'), 'bryggan'));
    expect(await draftsOf('erik', 'bryggan')).toHaveLength(1);
  });
});
