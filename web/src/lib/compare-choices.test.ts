import { describe, expect, it } from 'vitest';
import { choicesFor } from './compare-choices';

type SignOffs = Parameters<typeof choicesFor>[3];

const agreement = { me: { id: 'anna', party: 'a' } } as Parameters<typeof choicesFor>[0];
const revisions = [{ number: 3 }, { number: 2 }, { number: 1 }];
const signOff = (member: string, party: string, revision: number): SignOffs[number] => ({
  section: 's',
  member,
  party,
  revision,
  standing: 'stale',
});

describe('the comparisons that are offered', () => {
  it('are since I approved, since my party did, since the latest revision, and of the latest two', () => {
    const signOffs = [signOff('anna', 'a', 1), signOff('arne', 'a', 2), signOff('bo', 'b', 3)];
    expect(choicesFor(agreement, 's', revisions, signOffs)).toEqual([
      { kind: 'own', from: 1, to: null },
      { kind: 'party', from: 2, to: null },
      { kind: 'latest', from: 3, to: null },
      { kind: 'latestTwo', from: 2, to: 3 },
    ]);
  });

  it('are each offered once, and none of what was taken back or of another section', () => {
    const signOffs: SignOffs = [
      signOff('anna', 'a', 3),
      { ...signOff('anna', 'a', 2), section: 'another' },
      { ...signOff('arne', 'a', 1), standing: 'withdrawn' },
    ];
    expect(choicesFor(agreement, 's', revisions, signOffs)).toEqual([
      { kind: 'own', from: 3, to: null },
      { kind: 'latestTwo', from: 2, to: 3 },
    ]);
    expect(choicesFor(agreement, 's', [], [])).toEqual([]);
  });
});
