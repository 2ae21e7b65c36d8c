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
  /** The bodies that must decide for it, by name. */
  bodies: string[];
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

export interface AgreementLine {
  id: string;
  title: string;
  case_number: string | null;
  phase: Phase;
  sections: number;
  member: Member;
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

/** SHA-256 in 64 hexadecimal digits. */
export type Hash = string;
/** RFC 3339 in UTC. */
export type Instant = string;
/** A calendar day, as 2027-03-01. */
export type Day = string;

/** Whether I may do a thing now, and if not, why: a rule's code and its sentence in my language. */
export interface Permission {
  allowed: boolean;
  code: string | null;
  reason: string | null;
}

/** Who did something: a member, the operator at the server's command line, or the server by itself. */
export interface Actor {
  kind: 'member' | 'operator' | 'server';
  /** The member's id; null for the others. */
  member: string | null;
}

export interface Contributor {
  member: string;
  /** UTF-16 units that stand. */
  characters: number;
}

/** An immutable, numbered text of one section; without its blocks. */
export interface Revision {
  number: number;
  hash: Hash;
  at: Instant;
  by: Actor;
  /** Saved by the server after a spell of quiet. */
  automatic: boolean;
  /** Empty if it was given none (or it was erased). */
  name: string;
  note: string;
  /** Made by bringing back this revision's text; null for any other. */
  restored_from: number | null;
  contributors: Contributor[];
  /** UTF-16 units of the whole text. */
  characters: number;
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

/** An approver's approval, for a party, of exactly one text. */
export interface SignOff {
  id: string;
  section: string;
  revision: number;
  hash: Hash;
  member: string;
  party: string;
  mandate: string;
  at: Instant;
  /** current: it counts; stale: the text has changed since; withdrawn. */
  standing: 'current' | 'stale' | 'withdrawn';
  /** The later revision that brought the approved text back, if that is why it counts again. */
  again_since: number | null;
  withdrawn: { at: Instant; reason: string } | null;
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

/** How one party stands to one section. */
export interface PartyApproval {
  party: string;
  /** How many approvers its rule asks for. */
  needed: number;
  /** Whether the rule is met on the text as it stands. */
  met: boolean;
  /** The latest of each approver, newest first; withdrawn ones only if the approver has no later one. */
  sign_offs: SignOff[];
}

/** A section as the agreement page shows it. */
export interface Section {
  id: string;
  kind: SectionKind;
  title: string;
  number: number | null;
  state: SectionState;
  responsible: string[];
  /** Its latest revision; null before the first. */
  latest: Revision | null;
  /** At which revision it is locked, since when, by whom and why (empty: by a sign-off); null if not. */
  locked: { revision: number; at: Instant; by: Actor; reason: string } | null;
  /** Why it was opened last; null if never, or if it is locked now. */
  reopened: { at: Instant; by: Actor; reason: string } | null;
  approvals: PartyApproval[];
  /** How many reservations are on its latest revision. */
  reservations: number;
}

/** What an approver's authority rests on. */
export interface Mandate {
  id: string;
  member: string;
  kind: 'decision' | 'minutes';
  issuer: string;
  date: Day;
  paragraph: string;
  valid_until: Day | null;
  recorded_at: Instant;
  recorded_by: Actor;
  /** Whether it can be used today. */
  valid: boolean;
}

export interface Attachment {
  /** SHA-256 of its content. */
  id: Hash;
  name: string;
  /** Of its content, found out by looking at it. */
  media_type: string;
  bytes: number;
}

export interface Decision {
  id: string;
  party: string;
  body: string;
  date: Day;
  paragraph: string;
  minutes: Attachment | null;
  /** The agreement revision that was decided. */
  revision: number;
  hash: Hash;
  /** Whether that is still the agreed text. */
  current: boolean;
  recorded_at: Instant;
  recorded_by: Actor;
}

/** A body that must decide, and whether it has (on the text as it is agreed). */
export interface BodyStanding {
  party: string;
  body: string;
  decision: string | null; // id of its current decision
}

export interface Signing {
  date: Day;
  place: string;
  signatories: { party: string; name: string; title: string; authority: string }[];
  scan: Attachment | null;
  revision: number;
  hash: Hash;
  recorded_at: Instant;
  recorded_by: Actor;
}

export interface AgreementRevision {
  number: number;
  hash: Hash;
  at: Instant;
  by: Actor;
  name: string;
  note: string;
  sections: { section: string; title: string; revision: number; hash: Hash }[];
}

/** ETag = position. */
export interface Agreement {
  id: string;
  title: string;
  case_number: string | null;
  time_zone: string;
  languages: string[];
  parity: boolean;
  parity_met: boolean | null;
  phase: Phase;
  /** When each phase began, oldest first. */
  phases: { phase: Phase; at: Instant }[];
  position: number;
  record: { entries: number; since: Instant; hash: Hash };
  parties: Party[]; // Party gains `bodies: string[]`
  members: Member[];
  /** Those who have left; shown by name where they wrote or signed. */
  former_members: Member[];
  sections: Section[];
  /** Every section is agreed. */
  ready: boolean;
  latest_revision: AgreementRevision | null;
  bodies: BodyStanding[];
  decisions: Decision[];
  signing: Signing | null;
  me: Member;
  may: {
    save_revision: Permission; // of the whole agreement
    record_mandate: Permission; // for members of my party
    record_decision: Permission;
    record_signing: Permission;
    /** The phases that I may take the agreement to now. */
    enter_phases: Phase[];
  };
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

/** One entry of the record as a person reads it. */
export interface RecordEntry {
  position: number;
  at: Instant;
  by: Actor;
  hash: Hash;
  /** agreement_founded, party_added, organisation_added, member_added, section_added, phase_entered, roles_changed,
   * member_removed, section_renamed, approval_changed, revision_saved, revision_named, agreement_revision_saved,
   * mandate_recorded, section_signed_off, sign_off_withdrawn, reservation_made, section_locked, section_reopened,
   * decision_recorded, signing_recorded */
  kind: string;
  /** What the sentence needs; each is null where it has no place in this kind. */
  section: { id: string; title: string } | null;
  revision: number | null;
  party: string | null; // id
  member: string | null; // the member it is about (not `by`)
  /** The free text: a note, a reason, a title, a name, a body. */
  text: string | null;
  /** Whether its text was erased. */
  erased: boolean;
  detail: Record<string, unknown>; // the entry's own fields as recorded, for who wants to see them
}
export interface RecordPage {
  /** Newest first. */
  entries: RecordEntry[];
  /** Ask with `before` = this for more; null at the beginning of the record. */
  next: number | null;
  head: SignedHead;
}
export interface SignedHead {
  agreement: string;
  position: number;
  hash: Hash;
  /** Ed25519 over the canonical JSON of the other fields; 128 hexadecimal digits. */
  signature: string;
  /** The server's public key, 64 hexadecimal digits. */
  key: string;
}

/** An agreement revision with the texts of its sections. */
export interface AgreementRevisionText {
  revision: AgreementRevision;
  agreement: { id: string; title: string; case_number: string | null };
  parties: { id: string; letter: string; name: string }[];
  sections: RevisionText[];
}

export type NewMandate = Pick<
  Mandate,
  'member' | 'kind' | 'issuer' | 'date' | 'paragraph' | 'valid_until'
>;
export type NewDecision = Pick<Decision, 'party' | 'body' | 'date' | 'paragraph' | 'minutes'>;
export type NewSigning = Pick<Signing, 'date' | 'place' | 'signatories' | 'scan'>;
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
