import { expect, it } from 'vitest';
import { agreement } from './testing';
import { timeline } from './timeline';

it('a phase is planned until it begins, and then says what was planned if it came another day', () => {
  const phases = [
    { phase: 'preparation' as const, at: '2027-01-01T10:00:00Z' },
    { phase: 'drafting' as const, at: '2027-02-03T10:00:00Z' },
  ];
  const plan = [
    { phase: 'preparation' as const, date: '2027-01-01' },
    { phase: 'drafting' as const, date: '2027-02-01' },
    { phase: 'approval' as const, date: '2027-09-01' },
  ];
  const shown = { ...agreement({ phases }), plan };
  expect(timeline(shown, (at) => at.slice(0, 10))).toEqual([
    { kind: 'phase', day: '2027-01-01', phase: 'preparation', now: false, planned: null },
    { kind: 'phase', day: '2027-02-03', phase: 'drafting', now: true, planned: '2027-02-01' },
    { kind: 'planned', day: '2027-09-01', phase: 'approval' },
  ]);
});

it('phases, decisions on the agreed text and the signing stand in the order of their days', () => {
  const by = { kind: 'server' as const, member: null };
  const decision = (body: string, date: string, current: boolean) => ({
    id: body,
    party: 'a',
    body,
    date,
    paragraph: '§ 1',
    minutes: null,
    revision: 1,
    hash: 'h',
    current,
    recorded_at: '2027-06-20T10:00:00Z',
    recorded_by: by,
  });
  const shown = agreement({
    phases: [
      { phase: 'drafting', at: '2027-01-01T10:00:00Z' },
      { phase: 'approval', at: '2027-05-31T22:30:00Z' },
    ],
    decisions: [
      decision('Årsmötet', '2027-05-30', true),
      decision('Styrelsen', '2027-05-01', false),
    ],
    signing: {
      date: '2027-06-02',
      place: 'Falun',
      signatories: [],
      scan: null,
      revision: 1,
      hash: 'h',
      recorded_at: '2027-06-20T10:00:00Z',
      recorded_by: by,
    },
  });
  // The day in Stockholm, which is another than in UTC.
  const dayOf = (at: string) => (at.startsWith('2027-05-31') ? '2027-06-01' : at.slice(0, 10));
  expect(timeline(shown, dayOf).map(({ kind, day }) => [kind, day])).toEqual([
    ['phase', '2027-01-01'],
    ['decision', '2027-05-30'],
    ['phase', '2027-06-01'],
    ['signing', '2027-06-02'],
  ]);
});
