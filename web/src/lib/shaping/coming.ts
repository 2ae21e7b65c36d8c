/** What the server is going to answer about shaping an agreement, until its own description says so. */
import type { Agreement, Day, Me, Permission, Phase, Role, SectionKind } from '../api/types';

export type PartyKind = 'public' | 'civil';

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

/** The day on which a phase is planned to begin. */
export interface Planned {
  phase: Phase;
  date: Day;
}

export interface RetiredSection {
  id: string;
  kind: SectionKind;
  title: string;
  at: string;
}

export interface MatterChange {
  title?: string;
  case_number?: string;
  time_zone?: string;
  languages?: string[];
  parity?: boolean;
}

export interface NewParty {
  letter: string;
  name: string;
  kind: PartyKind;
  approval: ApprovalDescription;
  bodies: string[];
  coordinator: { name: string; email: string };
}

export type MayShape = Record<
  'shape' | 'add_party' | 'change_party' | 'change_approval',
  Permission
>;

export type ShapedAgreement = Agreement & {
  plan: Planned[];
  retired_sections: RetiredSection[];
  may: MayShape;
};

export type Founder = Me & { may_found: boolean };
