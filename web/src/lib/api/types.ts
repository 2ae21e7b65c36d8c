/** The shapes the server answers with. Ids are UUIDs, instants RFC 3339 in UTC. */

export type Role = 'coordinator' | 'drafter' | 'reviewer' | 'approver' | 'observer';
export type Phase =
  | 'preparation'
  | 'drafting'
  | 'consultation'
  | 'approval'
  | 'decided'
  | 'signed'
  | 'in_force'
  | 'under_revision'
  | 'ended';
export type SectionKind =
  | 'preamble'
  | 'vision'
  | 'starting_points'
  | 'definitions'
  | 'challenges'
  | 'principle'
  | 'commitments'
  | 'follow_up'
  | 'free';
export type SectionState = 'drafting' | 'in_approval' | 'agreed';
export type Approval = { rule: 'any' } | { rule: 'at_least'; count: number };

export interface Party {
  id: string;
  letter: string;
  name: string;
  kind: 'public' | 'civil';
  approval: Approval;
  organisations: { id: string; name: string }[];
}

export interface Member {
  id: string;
  name: string;
  /** The id of a party, or null for a neutral process leader. */
  party: string | null;
  /** The name of an organisation. */
  organisation: string | null;
  roles: Role[];
}

export interface Section {
  id: string;
  kind: SectionKind;
  title: string;
  /** 1 and upwards among the principles, null for any other kind. */
  number: number | null;
  state: SectionState;
  responsible: string[];
}

export interface AgreementLine {
  id: string;
  title: string;
  case_number: string | null;
  phase: Phase;
  sections: number;
  member: Member;
}

export interface Agreement {
  id: string;
  title: string;
  case_number: string | null;
  time_zone: string;
  languages: string[];
  parity: boolean;
  parity_met: boolean | null;
  phase: Phase;
  position: number;
  parties: Party[];
  members: Member[];
  sections: Section[];
  me: Member;
}

export interface SectionInfo {
  section: Section;
  agreement: { id: string; title: string };
  epoch: string;
  may_write: boolean;
  why_not: string | null;
  /** Most first; only those of whom something stands in the text. */
  contributors: { member: string; characters: number }[];
}

/** Section id to the ids of the members who have it open. */
export type Presence = Record<string, string[]>;

export interface Me {
  account: { id: string; name: string; email: string };
  memberships: { agreement: { id: string; title: string }; member: Member }[];
}

export interface SignInLink {
  name: string;
  agreement: { id: string; title: string };
  party: Party | null;
  expires_at: string;
}

export interface Token {
  id: string;
  label: string;
  created_at: string;
  agreement: { id: string; title: string };
}

/** A token as it is answered once, when it is made. */
export interface NewToken extends Omit<Token, 'agreement'> {
  token: string;
}
