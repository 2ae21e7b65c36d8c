import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../api/types';
import { en } from '../messages/en';
import { sv } from '../messages/sv';
import { agreement, mandate, member } from '../overview/testing';
import { byDay } from './days';
import { flatten } from './detail';
import { GROUPS, questionOf, readFilters, writeFilters } from './filters';
import type { Reader } from './reader';
import { quoteOf, sentenceOf } from './sentence';
import { entryAt } from './testing';

const entry = (kind: RecordEntry['kind'], given: Partial<RecordEntry> = {}): RecordEntry =>
  entryAt(1, {
    by: { kind: 'member', member: 'ann' },
    kind,
    section: { id: '1', title: 'Dialog' },
    revision: 8,
    party: 'a',
    ...given,
  });
const reader = (t: typeof sv): Reader => ({
  agreement: agreement({
    members: [member('ann', 'a')],
    decisions: [
      {
        id: 'd',
        party: 'a',
        body: 'Årsmötet',
        date: '2027-06-12',
        paragraph: '§ 16',
        minutes: null,
        revision: 1,
        hash: 'h',
        current: true,
        recorded_at: '2027-06-13T10:00:00Z',
        recorded_by: { kind: 'member', member: 'ann' },
      },
    ],
  }),
  mandates: [mandate('ann')],
  t,
  day: (date) => date,
  list: (names) => names.join(', '),
  language: (tag) => tag,
});

/** Every kind of entry the server writes today. */
const KINDS = Object.values(GROUPS).flat();

describe('an entry', () => {
  it('says who approved what, for whom, and under which mandate', () => {
    const signed = entry('section_signed_off', {
      detail: { sign_off: { mandate: 'mandate ann' } },
    });
    expect(sentenceOf(signed, reader(en))).toBe(
      'ann approved revision 8 of Dialog for Part A, under the mandate of Styrelsen, 2027-01-01 §\u00a01.',
    );
    expect(sentenceOf(signed, reader(sv))).toBe(
      'ann godkände revision 8 av Dialog för Part A, med mandat från Styrelsen, 2027-01-01 §\u00a01.',
    );
  });

  it('has a sentence of its own for every kind, in both languages', () => {
    for (const t of [sv, en]) {
      const sentences = KINDS.map((kind) => sentenceOf(entry(kind), reader(t)));
      expect(new Set(sentences).size).toBe(KINDS.length);
      const other = sentenceOf(entry('of_tomorrow' as RecordEntry['kind']), reader(t));
      expect(sentences).not.toContain(other);
    }
  });

  it('finds its fields inside an object, and words of which it holds a digest where they stand', () => {
    const paragraph = { digest: 'd' };
    const decided = entry('decision_recorded', {
      text: 'Årsmötet',
      detail: { decision: { id: 'x', date: '2027-06-12', paragraph } },
    });
    const said = 'ann recorded a decision for Part A: Årsmötet, 2027-06-12';
    expect(sentenceOf(decided, reader(en))).toBe(`${said}.`);
    const known = reader(en);
    known.agreement.decisions = [
      {
        id: 'x',
        party: 'a',
        body: 'Årsmötet',
        date: '2027-06-12',
        paragraph: '§ 16',
        minutes: null,
        revision: 1,
        hash: 'h',
        recorded_at: '2027-06-13T10:00:00Z',
        recorded_by: { kind: 'member', member: 'ann' },
        current: true,
      },
    ];
    expect(sentenceOf(decided, known)).toBe(`${said} §\u00a016.`);
    const recorded = entry('mandate_recorded', {
      member: 'ann',
      text: 'Styrelsen',
      detail: { mandate: { id: 'mandate ann', date: '2027-01-01', paragraph } },
    });
    expect(sentenceOf(recorded, reader(en))).toContain('Styrelsen, 2027-01-01 §\u00a01.');
  });

  it('says what the agreement was changed to, and what was planned', () => {
    const words = [{ digest: 'd', text: 'Avtal om sjön', may_erase: false }];
    const of = (kind: string, detail: Record<string, unknown>) =>
      sentenceOf(entry(kind as RecordEntry['kind'], { detail, words }), reader(en));
    const change = { title: { digest: 'd' }, case_number: '', parity: true };
    expect(of('agreement_changed', { change })).toBe(
      'ann changed the title to “Avtal om sjön”, the case number, which was taken away, the demand for equally many who write, which holds from now on.',
    );
    const plan = { approval: '2027-09-01', drafting: '2027-02-01' };
    expect(of('plan_changed', { plan })).toBe(
      'ann changed the planned dates: Drafting 2027-02-01, Approval 2027-09-01.',
    );
    expect(of('plan_changed', { plan: {} })).toBe('ann took away the planned dates.');
    expect(of('responsible_changed', { responsible: ['b', 'a'] })).toBe(
      'ann changed who is responsible for Dialog: Part B, Part A.',
    );
  });

  it('about what is forgotten says where it was, and on which decision it rests', () => {
    const erased = entry('words_erased', { detail: { position: 7, words: 'd' } });
    expect(sentenceOf(erased, reader(en))).toBe('ann erased words of number 7.');
    const purged = entry('working_material_purged', { detail: { decision: 'd' } });
    expect(sentenceOf(purged, reader(en))).toBe(
      'ann purged the working material, by the decision of Årsmötet, 2027-06-12 §\u00a016.',
    );
  });

  it('names nobody whose name is erased', () => {
    const forgotten = reader(en);
    forgotten.agreement.members = [{ ...member('ann', 'a'), name: '' }];
    expect(sentenceOf(entry('revision_saved'), forgotten)).toBe(
      'Somebody whose name is erased saved revision 8 of Dialog.',
    );
  });

  it('of the server or the operator says so', () => {
    const by = (kind: 'server' | 'operator') =>
      sentenceOf(entry('revision_saved', { by: { kind, member: null } }), reader(en));
    expect(by('server')).toBe('The server saved revision 8 of Dialog.');
    expect(by('operator')).toBe('The operator of the service saved revision 8 of Dialog.');
  });

  it('quotes what was said in one’s own words, and not what the sentence says already', () => {
    expect(quoteOf(entry('section_reopened', { text: 'Vi glömde något.' }))).toBe(
      'Vi glömde något.',
    );
    expect(quoteOf(entry('party_added', { text: 'Part A' }))).toBeNull();
    expect(quoteOf(entry('section_reopened', { text: null, erased: true }))).toBeNull();
  });

  it('shows every field that was recorded', () => {
    const detail = {
      kind: 'x',
      member: { name: { digest: 'd' }, roles: ['a', 'b'] },
      list: [{ a: 1 }],
      none: null,
    };
    expect(flatten(detail)).toEqual([
      ['kind', 'x'],
      ['member.name.digest', 'd'],
      ['member.roles', 'a, b'],
      ['list.1.a', '1'],
      ['none', '–'],
    ]);
  });
});

describe('the record', () => {
  it('is parted by the days of the agreement’s time zone', () => {
    const at = (instant: string, position: number) =>
      entry('phase_entered', { at: instant, position });
    const entries = [at('b2', 3), at('b1', 2), at('a1', 1)];
    const days = byDay(entries, (instant) => instant.charAt(0));
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });

  it('is asked for by filters that stand in the address', () => {
    const filters = { group: 'approvals' as const, section: 's 1', member: '' };
    expect(readFilters(writeFilters(filters))).toEqual(filters);
    expect(questionOf(filters)).toEqual({ kind: GROUPS.approvals.join(','), section: 's 1' });
    expect(writeFilters(readFilters('?group=nonsense&other=1'))).toBe('');
  });
});
