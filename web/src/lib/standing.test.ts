import { describe, expect, it } from 'vitest';
import { standingOf } from './standing';
import { approval, signOff } from './overview/testing';

describe('a party stands to a section', () => {
  it('as not yet, before anybody has approved', () => {
    expect(standingOf(undefined, false)).toEqual({ kind: 'none' });
    expect(standingOf(approval('a'), false)).toEqual({ kind: 'none' });
  });

  it('as approved only when its rule is met', () => {
    const one = signOff('ann', 2);
    expect(standingOf(approval('a', [one], true), false)).toEqual({ kind: 'approved', by: [one] });
    expect(standingOf(approval('a', [one], false, 2), false)).toEqual({
      kind: 'partly',
      by: [one],
      needed: 2,
    });
  });

  it('as changed since when nothing it approved stands, whatever was taken back beside it', () => {
    const stale = signOff('ann', 1, 'stale');
    const withdrawn = signOff('bo', 2, 'withdrawn');
    expect(standingOf(approval('a', [withdrawn, stale]), false)).toEqual({
      kind: 'stale',
      last: stale,
    });
    expect(standingOf(approval('a', [withdrawn]), false)).toEqual({
      kind: 'withdrawn',
      last: withdrawn,
    });
    const current = signOff('cia', 2);
    expect(standingOf(approval('a', [stale, current], true), false).kind).toBe('approved');
  });

  it('as changed since as soon as the text is edited, before any revision of it is saved', () => {
    const one = signOff('ann', 2);
    expect(standingOf(approval('a', [one], true), true)).toEqual({ kind: 'stale', last: one });
    expect(standingOf(approval('a'), true)).toEqual({ kind: 'none' });
  });
});
