import { describe, expect, it } from 'vitest';
import { standingOf } from './standing';
import { approval, signOff } from './testing';

describe('a party stands to a section', () => {
  it('as not yet, before anybody has approved', () => {
    expect(standingOf(undefined)).toEqual({ kind: 'none' });
    expect(standingOf(approval('a'))).toEqual({ kind: 'none' });
  });

  it('as approved only when its rule is met', () => {
    const one = signOff('ann', 2);
    expect(standingOf(approval('a', [one], true))).toEqual({ kind: 'approved', by: [one] });
    expect(standingOf(approval('a', [one], false, 2))).toEqual({
      kind: 'partly',
      by: [one],
      needed: 2,
    });
  });

  it('as changed since when nothing it approved stands, whatever was taken back beside it', () => {
    const stale = signOff('ann', 1, 'stale');
    const withdrawn = signOff('bo', 2, 'withdrawn');
    expect(standingOf(approval('a', [withdrawn, stale]))).toEqual({ kind: 'stale', last: stale });
    expect(standingOf(approval('a', [withdrawn]))).toEqual({ kind: 'withdrawn', last: withdrawn });
    const current = signOff('cia', 2);
    expect(standingOf(approval('a', [stale, current], true)).kind).toBe('approved');
    const edited = standingOf(approval('a', [current], true), true);
    expect(edited).toEqual({ kind: 'stale', last: current });
  });
});
