import { describe, expect, it } from 'vitest';
import { groupSections, initials, partyClass, stages } from './agreement';
import type { Section, SectionKind } from './api/types';

const section = (kind: SectionKind): Section => ({
  id: kind,
  kind,
  title: kind,
  number: null,
  state: 'drafting',
  responsible: [],
  latest: null,
  locked: null,
  reopened: null,
  approvals: [],
  reservations: 0,
});

describe('the sections', () => {
  it('are grouped around the principles', () => {
    const sections = ['vision', 'principle', 'free', 'principle', 'follow_up'] as SectionKind[];
    const groups = groupSections(sections.map(section));
    expect(groups.map((group) => [group.name, group.sections.length])).toEqual([
      ['before', 1],
      ['principles', 3],
      ['after', 1],
    ]);
  });

  it('are one group where there are no principles, and none where there are no sections', () => {
    expect(groupSections([section('free')]).map((group) => group.name)).toEqual(['all']);
    expect(groupSections([])).toEqual([]);
  });
});

describe('the stages', () => {
  it('say what is done, now and ahead', () => {
    expect(stages('drafting').map((stage) => stage.standing)).toEqual([
      'done',
      'now',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ]);
  });

  it('show a revision after what is in force', () => {
    expect(stages('under_revision').at(-1)).toEqual({ phase: 'under_revision', standing: 'now' });
  });
});

describe('a name', () => {
  it('has the initials of its first and last part', () => {
    expect(initials('Maja Holm')).toBe('MH');
    expect(initials('  Anna Maria af Ek ')).toBe('AE');
    expect(initials('Örjan')).toBe('Ö');
    expect(initials('')).toBe('');
  });
});

describe('a party', () => {
  it('beyond the fourth, or none at all, has the neutral look', () => {
    expect(partyClass('B')).toBe('party-b');
    expect(partyClass('E')).toBe('party-other');
    expect(partyClass(null)).toBe('party-other');
  });
});
