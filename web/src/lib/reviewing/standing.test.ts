import { describe, expect, it } from 'vitest';
import { answerOf, cellOf, ownWaiting, progressOf, waitingFor } from './standing';
import { review, section } from './testing';

const [bo] = review().reviewers;

describe('a review', () => {
  it('knows who is still to answer for what', () => {
    expect(ownWaiting(review(), 'bo')).toEqual(['2']);
    expect(ownWaiting(review(), 'nobody')).toEqual([]);
    expect(waitingFor(review()).map((one) => one.member)).toEqual(['bo']);
    expect(progressOf(review())).toEqual({ done: 1, all: 2 });
  });

  it('counts the latest answer of each', () => {
    expect(answerOf(review(), 'bo', '1')?.ready).toBe(false);
    expect(answerOf(review(), 'bo', '2')).toBeNull();
  });

  it('says of each person and section how it stands', () => {
    if (!bo) throw new Error('no reviewer');
    expect(cellOf(review(), bo, '1').standing).toBe('not-yet');
    expect(cellOf(review(), bo, '2').standing).toBe('waiting');
    expect(cellOf(review({ overdue: true }), bo, '2').standing).toBe('late');
    expect(cellOf(review(), { ...bo, takes_part: false }, '2').standing).toBe('left');
    const sections = [section('1'), section('2', null)];
    expect(cellOf(review({ sections, overdue: true }), bo, '2').standing).toBe('retired');
  });

  it('waits for nobody about a section that was taken out', () => {
    const sections = [section('1'), section('2', null)];
    expect(progressOf(review({ sections }))).toEqual({ done: 2, all: 2 });
  });

  it('that is closed is late for nobody', () => {
    if (!bo) throw new Error('no reviewer');
    const closed = { at: '2027-03-01T10:00:00Z', by: { kind: 'member' as const, member: 'ann' } };
    expect(cellOf(review({ overdue: true, closed }), bo, '2').standing).toBe('none');
  });
});
