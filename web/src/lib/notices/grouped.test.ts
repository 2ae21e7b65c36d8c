import { expect, it } from 'vitest';
import type { Notice } from '../api/types';
import { grouped } from './grouped';

const notice = (at: string, agreement: string): Notice => ({
  id: at,
  agreement: { id: agreement, title: agreement.toUpperCase() },
  kind: 'mention',
  at,
  by: null,
  section: null,
  words: null,
  path: '/',
  read: false,
  current: true,
  outcome: null,
  phase: null,
  answer_due: false,
  meeting: null,
  date: null,
  member: null,
});

it('puts the day first, then the agreement, and leaves the order as it is', () => {
  const given = [
    notice('2027-03-02T12:00:00Z', 'b'),
    notice('2027-03-02T11:00:00Z', 'a'),
    notice('2027-03-02T10:00:00Z', 'b'),
    notice('2027-03-01T10:00:00Z', 'b'),
  ];
  const days = grouped(given, (instant) => instant.slice(0, 10));
  const flat = days.map(({ day, agreements }) => [
    day,
    agreements.map(({ title, notices }) => [title, notices.map(({ at }) => at.slice(11, 13))]),
  ]);
  expect(flat).toEqual([
    [
      '2027-03-02',
      [
        ['B', ['12', '10']],
        ['A', ['11']],
      ],
    ],
    ['2027-03-01', [['B', ['10']]]],
  ]);
  expect(grouped([], (instant) => instant)).toEqual([]);
});
