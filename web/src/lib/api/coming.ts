/** Shapes that the server's description does not have yet. They go when it has. */
import type { Instant, Member, Permission, SignInLink } from './types';

export interface Invitation {
  state: 'waiting' | 'sent' | 'failed' | 'expired' | 'accepted';
  at: Instant;
  by: string | null;
  problem: string | null;
}

export interface Person {
  member: Member;
  email: string | null;
  invitation: Invitation | null;
  may: {
    change_roles: Permission;
    remove: Permission;
    anonymise: Permission;
    invite_again: Permission;
  };
}

export interface PeopleOfParty {
  party: string | null;
  may_invite: Permission;
  people: Person[];
  former: Person[];
}

export interface People {
  mail: boolean;
  parties: PeopleOfParty[];
}

export interface Session {
  id: string;
  created_at: Instant;
  last_seen_at: Instant;
  expires_at: Instant;
  device: string | null;
  current: boolean;
}

export type Link = Omit<SignInLink, 'agreement'> & {
  agreement: SignInLink['agreement'] | null;
};
