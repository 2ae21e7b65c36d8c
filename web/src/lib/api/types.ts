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
export type PartyKind = Schemas['PartyKind'];
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

export type NewDecision = Schemas['DecisionToRecord'];
export type NewSignOff = Schemas['NewSignOff'];

export type Review = Schemas['Review'];
export type ReviewedSection = Schemas['ReviewedSection'];
export type Reviewer = Schemas['Reviewer'];
export type ReviewAnswer = Schemas['Answer'];
export type NewReview = Schemas['ReviewRequest'];
export type NewAnswer = Schemas['AnswerRequest'];
export type AnchoringSheet = Schemas['Sheet'];
export type SheetToRead = Schemas['SheetToRead'];
export type SheetText = Schemas['SheetText'];
export type NewSheet = Schemas['SheetRequest'];

/** What of the record is asked for. */
export interface RecordQuestion {
  before?: number;
  most?: number;
  /** Kinds, parted by commas. */
  kind?: string;
  section?: string;
  member?: string;
}

export type RevisionText = Schemas['RevisionText'];
export type Reservation = Schemas['Reservation'];
export type Texts = Schemas['Texts'];
export type OpenDiscussion = Schemas['OpenDiscussion'];
export type OpenInSection = Schemas['OpenInSection'];
export type TextStanding = Schemas['TextStanding'];
export type SectionInfo = Schemas['SectionInfo'];
export type ApprovalView = Schemas['ApprovalView'];
export type Comparison = Schemas['Comparison'];
export type ComparedBlock = Schemas['ComparedBlock'];
export type SectionComparison = Schemas['SectionComparison'];
export type ComparisonWriters = Schemas['ComparisonWriters'];
export type BlockWriters = Schemas['BlockWriters'];
export type AgreementRevisionText = Schemas['AgreementRevisionText'];

export type Meeting = Schemas['Meeting'];
export type Meetings = Schemas['Meetings'];
export type NewMeeting = Schemas['MeetingRequest'];
export type MeetingChange = Partial<Schemas['MeetingChangeRequest']>;
export type AttendanceNoted = Schemas['AttendanceRequest'];
export type RegisteredMeasure = Schemas['RegisteredMeasure'];
export type CoAuthors = Schemas['CoAuthors'];

export type PlannedPhase = Schemas['PlannedPhase'];
export type RetiredSection = Schemas['RetiredSection'];
/** What is left out stays. */
export type MatterChange = Partial<Schemas['MatterRequest']>;
export type PartyChange = Partial<Schemas['PartyChangeRequest']>;
export type NewParty = Schemas['PartyRequest'];
export type ApprovalRule = Schemas['ApprovalRequest'];

/** A new agreement, as it is founded and as `overens seed` reads it. */
export type Description = Schemas['Description'];
export type SectionDescription = Schemas['SectionDescription'];
export type MemberDescription = Schemas['MemberDescription'];

export type People = Schemas['People'];
export type PartyPeople = Schemas['PartyPeople'];
export type Person = Schemas['Person'];
export type Invitation = Schemas['Invitation'];
export type NewMember = Schemas['MemberRequest'];
export type Session = Schemas['ListedSession'];
export type ServerFacts = Schemas['Server'];

export type Authors = Schemas['Authors'];
export type RevisionAuthors = Schemas['RevisionAuthors'];
export type Timeline = Schemas['Timeline'];
export type TimeLine = Schemas['TimelineLine'];
export type WritingSession = Schemas['WritingSession'];
export type Moment = Schemas['Moment'];
export type Thread = Schemas['Thread'];
export type Threads = Schemas['Threads'];
export type ThreadComment = Schemas['Comment'];
export type Notice = Schemas['Notice'];
export type Notices = Schemas['Notices'];
export type SeenNotices = Schemas['NoticesSeen'];
export type Letters = Schemas['Letters'];
export type NewLetters = Schemas['LettersRequest'];
export type Unsubscription = Schemas['Unsubscription'];

/** One block of a run, by the id of its Yjs item, as somebody saw it. */
export type SeenBlock = Schemas['SeenBlock'];
export type RunStanding = Schemas['RunStanding'];
export type Proposal = Schemas['Proposal'];
export type ProposalList = Schemas['ProposalList'];
/** A block as JSON: the canonical form of the server, or the editor's own. */
export type BlockJson = Record<string, unknown>;
export type NewProposal = Omit<Schemas['ProposalRequest'], 'reason'> & { reason?: string };
