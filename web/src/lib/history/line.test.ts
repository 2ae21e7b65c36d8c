import { describe, expect, it } from 'vitest';
import type { TimeLine } from '../api/types';
import { apart, back, clamped, nearest, on, sessionAt, toMark } from './line';

const session = (from: number, to: number) => ({
  from,
  to,
  started: '2031-01-01T10:00:00Z',
  ended: '2031-01-01T11:00:00Z',
  members: [],
});
const line: TimeLine = {
  epoch: '',
  first: 1,
  last: 30,
  sessions: [session(1, 10), session(12, 20), session(20, 29)],
  days: [
    { date: '2031-01-01', from: 1, to: 20 },
    { date: '2031-01-02', from: 20, to: 29 },
  ],
  steps: [4, 10, 15, 20, 29],
  revisions: [8, 24].map((position, index) => ({
    number: index + 1,
    name: '',
    position,
    at: '2031-01-01T11:00:00Z',
    automatic: false,
  })),
  meetings: [],
};

describe('the line of time', () => {
  it('is walked by changes, sittings and days, and has an end', () => {
    expect([on(line, 'step', 1), on(line, 'session', 1), on(line, 'day', 1)]).toEqual([4, 10, 20]);
    expect([on(line, 'step', 29), on(line, 'step', 30)]).toEqual([30, 30]);
    expect([back(line, 'step', 15), back(line, 'session', 15)]).toEqual([10, 10]);
    expect([back(line, 'day', 21), back(line, 'day', 20), back(line, 'day', 1)]).toEqual([
      20, 1, 1,
    ]);
  });

  it('leads back the way it led on', () => {
    for (const unit of ['step', 'session', 'day'] as const) {
      for (let at = line.first; at < line.last; at = on(line, unit, at)) {
        expect(back(line, unit, on(line, unit, at))).toBe(at);
      }
    }
  });

  it('says in which sitting a moment lies, also of one in which nobody wrote', () => {
    expect(sessionAt(line, 1)).toBeNull();
    expect([11, 12, 13, 30].map((position) => sessionAt(line, position)?.to)).toEqual([
      10, 10, 20, 29,
    ]);
  });

  it('finds the nearest revision, the earlier of two', () => {
    const numbers = [1, 16, 17, 30].map((position) => nearest(line.revisions, position)?.number);
    expect(numbers).toEqual([1, 1, 2, 2]);
    expect(nearest([], 3)).toBeNull();
  });

  it('goes from mark to mark, in whatever order they are told, and stays at the last', () => {
    const marks = [{ position: 24 }, { position: 8 }, { position: 24 }];
    expect([1, 8, 24, 30].map((position) => toMark(marks, position, true))).toEqual([
      8, 24, 24, 30,
    ]);
    expect([30, 24, 8, 1].map((position) => toMark(marks, position, false))).toEqual([24, 8, 8, 1]);
    expect(toMark([], 5, true)).toBe(5);
  });

  it('shows no more marks than there is room for', () => {
    expect(apart(line, [1, 2, 3, 15, 16, 30], 2)).toEqual([1, 15, 30]);
    expect([clamped(line, 0), clamped(line, 12.4), clamped(line, 99)]).toEqual([1, 12, 30]);
  });
});
