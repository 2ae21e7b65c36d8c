/** How somebody's way in stands. Pure. */
import type { Invitation, Member, PartyPeople, Person } from '../api/types';

export type InvitationLook = 'fine' | 'waits' | 'wrong';

/** Whether somebody has to do something about it. */
export function lookOf({ state }: Invitation): InvitationLook {
  switch (state) {
    case 'accepted':
      return 'fine';
    case 'waiting':
    case 'sent':
      return 'waits';
    case 'failed':
    case 'expired':
      return 'wrong';
  }
}

/** Whether a person has never come: taking them away is to take an invitation back. */
export function neverCame({ invitation }: Person): boolean {
  return invitation !== null && invitation.state !== 'accepted';
}

/** Whether to offer another letter: not where none can be sent, nor to one who has come. */
export function offersLetter({ invitation, may }: Person, mail: boolean): boolean {
  return mail && may.invite_again.allowed && invitation?.state !== 'accepted';
}

/** Why I may not take somebody of my own party away just now; null where I may, or it is not mine to do. */
export function hindranceOf(me: Member, { member, may }: Person): string | null {
  if (!me.roles.includes('coordinator') || me.party === null || me.party !== member.party)
    return null;
  return may.remove.allowed ? null : may.remove.reason;
}

/** Those whose invitation somebody of the party should look after. */
export function toLookAfter({ people }: PartyPeople): Person[] {
  return people.filter(({ invitation }) => invitation !== null && lookOf(invitation) === 'wrong');
}
