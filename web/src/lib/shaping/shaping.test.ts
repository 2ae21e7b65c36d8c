// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { Creation } from './creation.svelte';
import { draftOf } from './draft';
import { moved, reconciled, sameOrder } from './order';
import { beganOn, daysOf, planOf } from './plan';
import { Typed } from './typed.svelte';

describe('an order made by hand', () => {
  it('moves one, and no further than the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a'], 4, 0)).toEqual(['a']);
  });

  it('stays when others add and take away meanwhile', () => {
    expect(reconciled(['c', 'a', 'b'], ['a', 'c', 'd'])).toEqual(['c', 'a', 'd']);
    expect(sameOrder(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(sameOrder(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameOrder(['a'], ['a', 'b'])).toBe(false);
  });
});

describe('a plan', () => {
  it('is in the order of the phases, without those that have no date', () => {
    const plan = planOf({ approval: '2027-09-01', consultation: '', drafting: '2027-02-01' });
    expect(plan).toEqual([
      { phase: 'drafting', date: '2027-02-01' },
      { phase: 'approval', date: '2027-09-01' },
    ]);
    expect(daysOf(plan)).toEqual({ drafting: '2027-02-01', approval: '2027-09-01' });
  });

  it('stands beside the day on which a phase began last', () => {
    const phases = [
      { phase: 'drafting' as const, at: '2027-02-03T10:00:00Z' },
      { phase: 'consultation' as const, at: '2027-03-03T10:00:00Z' },
      { phase: 'drafting' as const, at: '2027-04-03T10:00:00Z' },
    ];
    const dayOf = (at: string) => at.slice(0, 10);
    expect(beganOn({ phases }, 'drafting', dayOf)).toBe('2027-04-03');
    expect(beganOn({ phases }, 'approval', dayOf)).toBeNull();
  });
});

describe('fields that are typed in', () => {
  it('keep what is typed when the record changes, and show the rest of it', () => {
    let recorded = { title: 'Avtal', zone: 'Europe/Stockholm', names: ['a'] };
    const typed = new Typed(() => recorded);
    typed.set('title', 'Avtal om leden');
    typed.set('names', ['a']);
    recorded = { title: 'Avtalet', zone: 'Europe/Helsinki', names: ['a'] };
    expect([typed.get('title'), typed.get('zone')]).toEqual(['Avtal om leden', 'Europe/Helsinki']);
    expect(typed.changes).toEqual({ title: 'Avtal om leden' });
    typed.set('title', 'Avtalet');
    expect(typed.changed).toBe(false);
    typed.set('title', 'Något annat');
    typed.clear();
    expect(typed.get('title')).toBe('Avtalet');
  });
});

describe('an agreement that is being made up', () => {
  const siv = { name: 'Siv Ekorre', email: 'siv@leden.example' };
  const bo = { name: 'Bo Gran', email: 'bo@leden.example' };
  const description = { title: 'Avtal om leden', parties: [], members: [], sections: [] };
  beforeEach(() => sessionStorage.clear());

  it('is there after a reload, for the one who made it, until it is thrown away', () => {
    const creation = new Creation(siv);
    creation.begin(draftOf(description, siv));
    creation.keep();
    const again = new Creation(siv);
    expect(again.draft?.title).toBe('Avtal om leden');
    expect(new Creation(bo).draft).toBeNull();
    again.begin(null);
    again.keep();
    expect(new Creation(siv).draft).toBeNull();
  });

  it('says what a step lacks once one has tried to leave it', () => {
    const creation = new Creation(siv);
    creation.begin({ ...draftOf(description, siv), title: '' });
    expect(creation.lackOf('agreement-title')).toBeNull();
    expect(creation.tryStep('about')).toBe(false);
    expect(creation.lackOf('agreement-title')).toBe('title');
    expect(creation.lackOf('own-place')).toBeNull();
    creation.draft!.title = 'Avtal';
    expect(creation.tryStep('about')).toBe(true);
    expect(creation.lackOf('agreement-title')).toBeNull();
  });
});
