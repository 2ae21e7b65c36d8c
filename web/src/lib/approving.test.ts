import { describe, expect, it } from 'vitest';
import type { Agreement, Party, PartyApproval, Revision, Section, SignOff } from './api/types';
import { marksOf, ownSignOff, placeOf, remainingParties, sameName } from './approving';
import { revision as revisionOf, signOff as signOffOf } from './overview/testing';

const HASH = 'ab12'.repeat(16);

const party = (id: string): Party => ({
  id,
  letter: id.toUpperCase(),
  name: `Part ${id}`,
  kind: 'civil',
  approval: { rule: 'any' },
  bodies: [],
  organisations: [],
});

const signOff = (given: Partial<SignOff>): SignOff => ({
  ...signOffOf('siv', 3),
  hash: HASH,
  ...given,
});

const revision = (given: Partial<Revision>): Revision => ({
  ...revisionOf(3),
  hash: HASH,
  ...given,
});

const approval = (given: Partial<PartyApproval>): PartyApproval => ({
  party: 'a',
  needed: 1,
  met: false,
  sign_offs: [],
  ...given,
});

describe('a revision', () => {
  it('is marked by the parties that approved exactly its text, also under another number', () => {
    const signOffs = [
      signOff({ party: 'b', revision: 1 }),
      signOff({ party: 'a', hash: 'other', standing: 'stale' }),
    ];
    const marks = marksOf(revision({ number: 3 }), [party('a'), party('b')], signOffs);
    expect(marks.map(({ party: { id }, standing }) => [id, standing])).toEqual([['b', 'current']]);
  });

  it('is marked by what counts most of each party', () => {
    const signOffs = [
      signOff({ standing: 'withdrawn' }),
      signOff({ standing: 'stale' }),
      signOff({ party: 'b', standing: 'withdrawn' }),
    ];
    const marks = marksOf(revision({}), [party('a'), party('b')], signOffs);
    expect(marks.map(({ standing }) => standing)).toEqual(['stale', 'withdrawn']);
  });

  it('is the text now only if it is the latest and nobody has written since', () => {
    const latest = revision({ number: 4 });
    const now = { edited: false, hash: HASH };
    const edited = { edited: true, hash: 'other' };
    expect(placeOf(latest, latest, now)).toBe('now');
    expect(placeOf(latest, latest, edited)).toBe('edited');
    expect(placeOf(revision({ number: 3 }), latest, edited)).toBe('earlier');
    expect(placeOf(latest, null, edited)).toBe('earlier');
  });

  it('whose text has come back under a later number says the same as the text now', () => {
    const now = { edited: false, hash: HASH };
    const latest = revision({ number: 5, restored_from: 3 });
    expect(placeOf(revision({ number: 3 }), latest, now)).toBe('same');
    expect(placeOf(revision({ number: 4, hash: 'other' }), latest, now)).toBe('earlier');
  });
});

describe('my own approval', () => {
  const agreement = { me: { id: 'siv' }, parties: [party('a'), party('b')] } as Agreement;
  const sectionOf = (...approvals: PartyApproval[]) => ({ approvals }) as Section;

  it('is found, unless it was withdrawn', () => {
    const mine = signOff({ id: 'mine' });
    const others = signOff({ id: 'others', member: 'nils' });
    expect(ownSignOff(agreement, sectionOf(approval({ sign_offs: [others, mine] })))).toBe(mine);
    const gone = signOff({ standing: 'withdrawn' });
    expect(ownSignOff(agreement, sectionOf(approval({ sign_offs: [gone] })))).toBeNull();
  });

  it('leaves the parties whose rule is not met', () => {
    const section = sectionOf(approval({ met: true }), approval({ party: 'b' }));
    expect(remainingParties(agreement, section).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('a typed name', () => {
  it('is forgiven blanks around it and nothing else', () => {
    expect(sameName('  Siv Åkerlund ', 'Siv Åkerlund')).toBe(true);
    expect(sameName('Siv A\u030akerlund', 'Siv Åkerlund')).toBe(true);
    for (const typed of ['', 'siv åkerlund', 'Siv Akerlund', 'Siv', 'Siv  Åkerlund']) {
      expect(sameName(typed, 'Siv Åkerlund')).toBe(false);
    }
  });
});
