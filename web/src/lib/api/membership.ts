/** The routes about people: who takes part, and how they come in. */
import { agreements, id, request } from './client';
import type { Member, NewMember, People, Role, ServerFacts, Session } from './types';

const members = (agreement: string, member: string) =>
  `${agreements(agreement)}/members/${id(member)}`;

export const membership = {
  people: (agreement: string) => request<People>('GET', `${agreements(agreement)}/people`),
  invite: (agreement: string, member: NewMember) =>
    request<Member>('POST', `${agreements(agreement)}/members`, member),
  changeRoles: (agreement: string, member: string, roles: Role[]) =>
    request<void>('POST', `${members(agreement, member)}/roles`, { roles }),
  remove: (agreement: string, member: string) =>
    request<void>('POST', `${members(agreement, member)}/remove`, {}),
  anonymise: (agreement: string, member: string, ground: string | null) =>
    request<void>('POST', `${members(agreement, member)}/anonymise`, { ground }),
  inviteAgain: (agreement: string, member: string) =>
    request<void>('POST', `${members(agreement, member)}/invite-again`, {}),
};

export const access = {
  /** What the server can do, which anybody may know. */
  server: () => request<ServerFacts>('GET', '/api/server'),
  askForLink: (email: string) => request<void>('POST', '/api/sign-in', { email }),
  sessions: () => request<Session[]>('GET', '/api/sessions'),
  endSession: (session: string) => request<void>('POST', `/api/sessions/${id(session)}/end`, {}),
  endOtherSessions: () => request<void>('POST', '/api/sessions/end-others', {}),
};
