/** What it means to give somebody a role, or to take it away. Pure. */
import { drafters, membersOf } from '../agreement';
import type { Agreement, Mandate, Member, Role } from '../api/types';

/** In the order in which they are offered: what most people are comes first. */
const ROLES: readonly Role[] = ['drafter', 'reviewer', 'approver', 'observer', 'coordinator'];

/** Who belongs to no party approves for none. */
export function rolesFor(party: string | null): Role[] {
  return ROLES.filter((role) => role !== 'approver' || party !== null);
}

export function sameRoles(some: readonly Role[], others: readonly Role[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role));
}

export interface Consequence {
  role: Role;
  happens: 'given' | 'taken';
  /** Whether it is done to oneself: then one cannot always undo it. */
  own: boolean;
  /** Whether more is needed before the role is of use: an approver has no mandate yet. */
  needsMandate: boolean;
}

/** What changes for somebody who holds other roles from now on, in the order of the roles. */
export function consequencesOf(
  agreement: Agreement,
  member: Member,
  after: readonly Role[],
  mandates: readonly Mandate[],
): Consequence[] {
  const hasMandate = mandates.some((one) => one.member === member.id && one.valid);
  return rolesFor(member.party).flatMap((role): Consequence[] => {
    const before = member.roles.includes(role);
    if (before === after.includes(role)) return [];
    return [
      {
        role,
        happens: before ? 'taken' : 'given',
        own: member.id === agreement.me.id,
        needsMandate: role === 'approver' && !before && !hasMandate,
      },
    ];
  });
}

/** How many of each party write, as it would be; null where parity is not asked for, or would be kept. */
export function disparity(
  agreement: Agreement,
  party: string | null,
  more: number,
): { letter: string; name: string; drafters: number }[] | null {
  if (!agreement.parity) return null;
  const counts = agreement.parties.map(({ id, letter, name }) => ({
    letter,
    name,
    drafters: drafters(membersOf(agreement, id)).length + (id === party ? more : 0),
  }));
  return new Set(counts.map((one) => one.drafters)).size > 1 ? counts : null;
}
