import { describe, expect, it } from 'vitest';
import type { Role } from '../api/types';
import { agreement, mandate, member } from '../overview/testing';
import { consequencesOf, disparity, rolesFor, sameRoles } from './roles';

const ann = member('ann', 'a', 'drafter', 'coordinator');
const bo = member('bo', 'b', 'drafter');
const both = agreement({ me: ann, members: [ann, bo], parity: true });

const changes = (after: Role[], who = ann, mandates = [mandate('nobody')]) =>
  consequencesOf(both, who, after, mandates).map(({ role, happens }) => `${role} ${happens}`);

describe('a change of roles', () => {
  it('says what is given and what is taken, and nothing of what stays', () => {
    expect(changes(['drafter', 'coordinator'])).toEqual([]);
    expect(changes(['coordinator', 'observer'])).toEqual(['drafter taken', 'observer given']);
  });

  it('asks for a mandate when an approver has none that is valid', () => {
    const needs = (mandates: ReturnType<typeof mandate>[]) =>
      consequencesOf(both, bo, ['drafter', 'approver'], mandates)[0]?.needsMandate;
    expect(needs([])).toBe(true);
    expect(needs([mandate('bo', false)])).toBe(true);
    expect(needs([mandate('bo')])).toBe(false);
  });

  it('knows whether it is one’s own', () => {
    expect(consequencesOf(both, ann, ['drafter'], [])[0]?.own).toBe(true);
    expect(consequencesOf(both, bo, ['observer'], [])[0]?.own).toBe(false);
  });

  it('is none when the same roles come in another order', () => {
    expect(sameRoles(['drafter', 'observer'], ['observer', 'drafter'])).toBe(true);
    expect(sameRoles(['drafter'], ['observer'])).toBe(false);
  });
});

describe('a role', () => {
  it('of approver is not offered to those who belong to no party', () => {
    expect(rolesFor('a')).toContain('approver');
    expect(rolesFor(null)).not.toContain('approver');
  });
});

describe('parity', () => {
  it('is said to be lost only where it is asked for and would be lost', () => {
    expect(disparity(both, 'a', 0)).toBeNull();
    expect(disparity(both, 'a', 1)?.map(({ drafters }) => drafters)).toEqual([2, 1]);
    expect(disparity(both, 'b', -1)?.map(({ drafters }) => drafters)).toEqual([1, 0]);
    expect(disparity({ ...both, parity: false }, 'a', 1)).toBeNull();
  });
});
