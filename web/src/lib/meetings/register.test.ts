import { describe, expect, it } from 'vitest';
import type { Meeting, RegisteredMeasure } from '../api/types';
import { byTime } from './list';
import { choose, EVERYTHING, group, sort, type Names } from './register';

const measure = (number: number, more: Partial<RegisteredMeasure> = {}): RegisteredMeasure => ({
  section: 's',
  section_title: 'Dialog',
  section_number: 1,
  number,
  text: `Åtgärd ${number}`,
  responsible: [],
  level: null,
  due: null,
  ...more,
});
const all = [
  measure(1, { responsible: ['a'], level: 'dialogue', due: '2028-05-01' }),
  measure(2, { responsible: ['a', 'b'], level: 'information', due: '2027-03-01' }),
  measure(3),
  measure(4, { section_title: 'Kvalitet', responsible: ['b'], due: '2027-12-31' }),
];
const names: Names = {
  party: (id) => `Part ${id.toUpperCase()}`,
  level: (level) => level,
  without: 'Inte bestämt',
};
const numbers = (measures: RegisteredMeasure[]) => measures.map(({ number }) => number);

describe('the register of measures', () => {
  it('shows what was asked for, and what is not decided when that was', () => {
    const chosen = (what: Partial<typeof EVERYTHING>) =>
      numbers(choose(all, { ...EVERYTHING, ...what }));
    expect(chosen({})).toEqual([1, 2, 3, 4]);
    expect(chosen({ responsible: 'b' })).toEqual([2, 4]);
    expect(chosen({ responsible: 'none' })).toEqual([3]);
    expect(chosen({ level: 'dialogue' })).toEqual([1]);
    expect(chosen({ level: 'none' })).toEqual([3, 4]);
    expect(chosen({ due: 'none' })).toEqual([3]);
    expect(chosen({ due: 'some', until: '2027-12-31' })).toEqual([2, 4]);
    expect(chosen({ from: '2027-12-31' })).toEqual([1, 4]);
  });

  it('is sorted by any column, what is not decided last', () => {
    const sorted = (by: 'due' | 'level' | 'responsible' | 'order', down = false) =>
      numbers(sort(all, { by, down }, names, 'sv'));
    expect(sorted('order')).toEqual([1, 2, 3, 4]);
    expect(sorted('due')).toEqual([2, 4, 1, 3]);
    expect(sorted('due', true)).toEqual([1, 4, 2, 3]);
    expect(sorted('level')).toEqual([2, 1, 3, 4]);
    expect(sorted('responsible')).toEqual([1, 2, 4, 3]);
  });

  it('is grouped, and what several answer for stands with each of them', () => {
    const grouped = group(all, 'responsible', names);
    expect(grouped.map(({ title, measures }) => [title, numbers(measures)])).toEqual([
      ['Part A', [1, 2]],
      ['Part B', [2, 4]],
      ['Inte bestämt', [3]],
    ]);
    expect(group(all, 'due', names).map(({ title }) => title)).toEqual([
      '2027',
      '2028',
      'Inte bestämt',
    ]);
    expect(group([], 'none', names)).toEqual([]);
  });
});

describe('meetings', () => {
  it('to come begin with the next, and held ones with the last', () => {
    const meeting = (date: string, ahead: boolean) => ({ date, ahead }) as Meeting;
    const meetings = [
      meeting('2027-03-01', false),
      meeting('2027-09-01', true),
      meeting('2027-04-01', false),
      meeting('2027-08-01', true),
    ];
    const { upcoming, past } = byTime(meetings);
    expect(upcoming.map(({ date }) => date)).toEqual(['2027-08-01', '2027-09-01']);
    expect(past.map(({ date }) => date)).toEqual(['2027-04-01', '2027-03-01']);
  });
});
