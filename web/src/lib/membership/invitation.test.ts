import { describe, expect, it } from 'vitest';
import type { Invitation, Person } from '../api/types';
import { member, yes } from '../overview/testing';
import { hindranceOf, lookOf, neverCame, offersLetter, toLookAfter } from './invitation';

const last = { allowed: false, code: 'last-coordinator', reason: 'Ge först någon annan rollen.' };
const invitation = (state: Invitation['state']): Invitation => ({
  state,
  at: '2027-03-01T10:00:00Z',
  by: 'Karin',
  problem: null,
});
const person = (state: Invitation['state'] | null, given: Partial<Person['may']> = {}): Person => ({
  member: member('bo', 'a', 'drafter'),
  email: null,
  invitation: state && invitation(state),
  may: { change_roles: yes, remove: yes, anonymise: yes, invite_again: yes, ...given },
});

describe('an invitation', () => {
  it('is to be looked after when the letter or the link came to nothing', () => {
    const looks = (['accepted', 'waiting', 'sent', 'failed', 'expired'] as const).map((state) =>
      lookOf(invitation(state)),
    );
    expect(looks).toEqual(['fine', 'waits', 'waits', 'wrong', 'wrong']);
    const people = [person('failed'), person('sent'), person(null)];
    expect(toLookAfter({ party: 'a', may_invite: yes, people, former: [] })).toEqual([people[0]]);
  });

  it('is taken back from one who never came, and nobody whose way in is unknown is such a one', () => {
    expect(neverCame(person('sent'))).toBe(true);
    expect(neverCame(person('expired'))).toBe(true);
    expect(neverCame(person('accepted'))).toBe(false);
    expect(neverCame(person(null))).toBe(false);
  });
});

describe('another letter', () => {
  it('is offered while somebody has not come, where letters are sent', () => {
    expect(offersLetter(person('failed'), true)).toBe(true);
    expect(offersLetter(person(null), true)).toBe(true);
    expect(offersLetter(person('accepted'), true)).toBe(false);
    expect(offersLetter(person('failed'), false)).toBe(false);
    expect(offersLetter(person('failed', { invite_again: last }), true)).toBe(false);
  });
});

describe('why not', () => {
  const coordinator = member('me', 'a', 'coordinator');

  it('is said to the person whose it would be to do', () => {
    const stuck = person('accepted', { remove: last });
    expect(hindranceOf(coordinator, stuck)).toBe(last.reason);
    expect(hindranceOf(coordinator, person('accepted'))).toBeNull();
  });

  it('is not said to others', () => {
    const stuck = person('accepted', { remove: last });
    expect(hindranceOf(member('me', 'b', 'coordinator'), stuck)).toBeNull();
    expect(hindranceOf(member('me', 'a', 'drafter'), stuck)).toBeNull();
    const neutral = { ...stuck, member: member('bo', null, 'observer') };
    expect(hindranceOf(member('me', null, 'coordinator'), neutral)).toBeNull();
  });
});
