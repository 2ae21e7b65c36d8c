import { describe, expect, it } from 'vitest';
import type { AnchoringSheet } from '../api/types';
import { agreement, member } from '../overview/testing';
import { byOrganisation, countWaiting, ofTheGone, sheetsFor } from './sheets';

const sheet = (id: string, given: Partial<AnchoringSheet> = {}): AnchoringSheet => ({
  id,
  organisation: 'o-1',
  organisation_name: 'Gillet',
  party: 'a',
  sections: [],
  questions: '',
  mandate_asked: 'Att godkänna.',
  due: null,
  made_at: '2027-02-01T10:00:00Z',
  made_by: { kind: 'member', member: 'me' },
  mandates: [],
  replaced: false,
  waiting: true,
  late: false,
  ...given,
});

describe('anchoring sheets', () => {
  const own = { ...member('bo', 'a', 'approver'), organisation: 'Gillet' };
  const shown = agreement({ members: [own, member('cia', 'a', 'approver')] });

  it('are offered for a mandate to whoever belongs to the organisation', () => {
    const sheets = [
      sheet('1'),
      sheet('2', { organisation_name: 'Rådet' }),
      sheet('3', { party: 'b' }),
    ];
    expect(sheetsFor(shown, 'bo', sheets).map((one) => one.id)).toEqual(['1']);
    expect(sheetsFor(shown, 'cia', sheets)).toEqual([]);
    expect(sheetsFor(shown, '', sheets)).toEqual([]);
  });

  it('stand under their organisation, and those of the gone apart', () => {
    const [first] = shown.parties;
    if (!first) throw new Error('no party');
    const party = {
      ...first,
      organisations: [
        { id: 'o-1', name: 'Gillet' },
        { id: 'o-2', name: 'Rådet' },
      ],
    };
    const sheets = [
      sheet('1'),
      sheet('2', { organisation: 'o-2' }),
      sheet('3', { organisation: 'o-9', party: null }),
    ];
    const listed = byOrganisation(party, sheets).map((one) => one.sheets.map(({ id }) => id));
    expect(listed).toEqual([['1'], ['2']]);
    expect(ofTheGone(sheets).map((one) => one.id)).toEqual(['3']);
  });

  it('are counted while they wait', () => {
    const sheets = [sheet('1'), sheet('2', { late: true }), sheet('3', { waiting: false })];
    expect(countWaiting(sheets)).toEqual({ waiting: 2, late: 1 });
  });
});
