/** What the server is going to answer about founding an agreement, until its own description says so. */
import type { PartyKind, Role, SectionKind } from '../api/types';

export interface ApprovalDescription {
  rule: 'any' | 'at_least';
  count?: number;
}

export interface PartyDescription {
  letter: string;
  name: string;
  kind: PartyKind;
  approval?: ApprovalDescription;
  bodies?: string[];
  organisations?: string[];
}

export interface MemberDescription {
  name: string;
  email: string;
  party?: string | null;
  organisation?: string | null;
  roles: Role[];
}

export interface SectionDescription {
  kind: SectionKind;
  title: string;
  text?: string | null;
  responsible?: string[];
}

/** A new agreement, as `overens seed` reads it. */
export interface Description {
  title: string;
  case_number?: string;
  time_zone?: string;
  languages?: string[];
  parity?: boolean;
  parties: PartyDescription[];
  members: MemberDescription[];
  sections: SectionDescription[];
}
