/**
 * The shapes the server answers with. Ids are UUIDs, instants RFC 3339 in UTC. What stands in `openapi.d.ts` is made
 * from the server's own description of itself (`npm run types`), with its comments; here it gets its name.
 */
import type { components } from './openapi';

type Schemas = components['schemas'];

/** SHA-256 in 64 hexadecimal digits. */
export type Hash = Schemas['Digest'];
/** RFC 3339 in UTC. */
export type Instant = string;
/** A calendar day, as 2027-03-01. */
export type Day = string;

export type Role = Schemas['Role'];
export type Phase = Schemas['Phase'];
export type SectionKind = Schemas['SectionKind'];
export type SectionState = Schemas['SectionState'];
export type Approval = Schemas['Approval'];

export type Party = Schemas['Party'];
export type Member = Schemas['Member'];
export type AgreementLine = Schemas['ListedAgreement'];

/** Section id to the ids of the members who have it open. */
export type Presence = Schemas['Presence']['sections'];

export type Me = Schemas['Me'];
export type SignInLink = Schemas['SignIn'];
export type Token = Schemas['ListedToken'];
export type NewToken = Schemas['CreatedToken'];

export type Permission = Schemas['Permission'];
export type Actor = Schemas['Actor'];
export type Contributor = Schemas['Contributor'];
export type Revision = Schemas['Revision'];
export type AgreementRevision = Schemas['AgreementRevision'];

export type SignOff = Schemas['SignOff'];
export type PartyApproval = Schemas['PartyApproval'];
export type Section = Schemas['Section'];
export type Mandate = Schemas['Mandate'];
export type Attachment = Schemas['Attachment'];
export type Decision = Schemas['Decision'];
export type BodyStanding = Schemas['BodyStanding'];
export type Signing = Schemas['Signing'];
export type Agreement = Schemas['Agreement'];

export type RecordEntry = Schemas['RecordEntry'];
export type RecordPage = Schemas['RecordPage'];
export type SignedHead = Schemas['Signed_RecordHead'];

export type NewMandate = Schemas['MandateRequest'];
export type NewSigning = Schemas['SigningRequest'];

export type NewDecision = Pick<Decision, 'party' | 'body' | 'date' | 'paragraph' | 'minutes'>;
export interface NewSignOff {
  revision: number;
  hash: Hash;
  mandate: string;
  /** My name as I typed it. */
  name: string;
  /** A reservation of my party's, recorded beside it. */
  reservation: string | null;
}
export interface RecordQuestion {
  before?: number;
  most?: number;
  /** Kinds, parted by commas. */
  kind?: string;
  section?: string;
  member?: string;
}

/** A revision with its text. */
export interface RevisionText {
  revision: Revision;
  section: Section; // as it is now
  agreement: { id: string; title: string };
  /** The title and the responsible parties as the revision has them. */
  title: string;
  responsible: { id: string; name: string }[];
  /** ProseMirror JSON. */
  blocks: unknown[];
  sign_offs: SignOff[]; // those on this very hash
  reservations: Reservation[]; // those on this revision
}

/** A dissent recorded beside a sign-off. */
export interface Reservation {
  id: string;
  section: string;
  revision: number;
  member: string;
  party: string | null;
  /** One person's own (särskilt yttrande), not the party's. */
  personal: boolean;
  text: string;
  at: Instant;
}

/** GET /api/agreements/{id}/texts: the texts as they stand, which change without the record's doing. */
export interface Texts {
  sections: Record<string, TextStanding>;
}

export interface TextStanding {
  hash: Hash;
  /** Whether it differs from the latest revision (true before the first revision). */
  edited: boolean;
  contributors: Contributor[];
  measures: number;
  /** UTF-16 units, the template's words included. */
  characters: number;
}

/** GET /api/sections/{id} */
export interface SectionInfo {
  section: Section;
  agreement: { id: string; title: string };
  epoch: string;
  may_write: boolean;
  why_not: string | null;
  contributors: Contributor[];
  hash: Hash; // of the text as it stands
  edited: boolean; // differs from the latest revision
  may: {
    save_revision: Permission;
    restore: Permission;
    lock: Permission;
    reopen: Permission;
    sign_off: Permission;
    /** The party's reservation. */
    reserve: Permission;
    /** One's own. */
    reserve_personally: Permission;
  };
}

/** GET /api/sections/{id}/approval: what an approver sees before signing. */
export interface ApprovalView {
  /** null before the first revision. */
  revision: Revision | null;
  /** The text of that revision, canonical blocks. */
  blocks: unknown[];
  changes: {
    /** The revision compared with; null if neither I nor my party has approved any. */
    from: number | null;
    whose: 'own' | 'party' | null;
    comparison: Comparison | null;
  };
  /** What must hold, and whether it does; in the order to see to it. `hinders` false: worth knowing only. */
  conditions: { code: string; met: boolean; hinders: boolean; sentence: string }[];
  /** My own mandates, valid ones first. */
  mandates: Mandate[];
  /** The name to type. */
  name: string;
  /** Whether I must sign in anew first, and when I signed in last. */
  sign_in_needed: boolean;
  signed_in_at: Instant | null;
  /** My own current sign-off, if I have signed already. */
  own: SignOff | null;
}

/** A plain comparison by blocks, and by words inside. */
export interface Comparison {
  blocks: ComparedBlock[];
  words_added: number;
  words_removed: number;
}

export interface ComparedBlock {
  change: 'same' | 'changed' | 'added' | 'removed';
  /** The block's node name (paragraph, heading, listItem, measure, tableCell …). */
  kind: string;
  /** Its nesting: 0 at the top. */
  depth: number;
  /** In reading order. */
  pieces: { change: 'same' | 'added' | 'removed'; text: string }[];
  /** Attributes (level, responsible, due) that differ. */
  attributes: { name: string; before: unknown; after: unknown }[];
}

/** An agreement revision with the texts of its sections. */
export interface AgreementRevisionText {
  revision: AgreementRevision;
  agreement: { id: string; title: string; case_number: string | null };
  parties: { id: string; letter: string; name: string }[];
  sections: RevisionText[];
}
