//! What may be asked for.

mod approving;
mod ending;
mod forgetting;
mod meetings;
mod reviewing;
mod shaping;

pub use approving::{NewMandate, NewSignOff, SaveRevision};
pub use ending::{NewAttachment, NewDecision, NewSignatory, NewSigning};
pub use forgetting::Erasure;
pub use meetings::{AttendanceNoted, MeetingPlan, NewMeeting};
pub use reviewing::{NewAnswer, NewReview, NewSheet};
pub use shaping::{AgreementChange, NewMember, NewParty, PartyChange};

use crate::agreement::description::Description;
use crate::agreement::digest::Digest;
use crate::agreement::id::{
    DecisionId, MeetingId, MemberId, OrganisationId, PartyId, ReviewId, SectionId, SignOffId,
};
use crate::agreement::member::Role;
use crate::agreement::party::Approval;
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::section::{Phase, SectionKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Something to be done to an agreement.
#[derive(Clone, Debug)]
pub enum Command {
    /// Found it.
    Found(Box<Description>),
    /// Let a person take part.
    InviteMember(NewMember),
    /// Let a member hold just these roles.
    ChangeRoles {
        /// Whose.
        member: MemberId,
        /// Which.
        roles: BTreeSet<Role>,
    },
    /// Let a member leave.
    RemoveMember {
        /// Who.
        member: MemberId,
    },
    /// Erase a member's name and address. Who still takes part leaves by it.
    AnonymiseMember {
        /// Who.
        member: MemberId,
        /// The legal ground; may be empty for somebody who has approved nothing.
        ground: String,
    },
    /// Change what the agreement is about.
    ChangeAgreement(AgreementChange),
    /// Plan when phases are to begin.
    ChangePlan {
        /// Each phase with its first day.
        plan: BTreeMap<Phase, Date>,
    },
    /// Let one more party take part.
    AddParty(NewParty),
    /// Change what a party is called, is, or who decides for it.
    ChangeParty {
        /// Which party.
        party: PartyId,
        /// What of it.
        change: PartyChange,
    },
    /// Let an organisation belong to a party.
    AddOrganisation {
        /// Which party.
        party: PartyId,
        /// What it is called.
        name: String,
    },
    /// Give an organisation another name.
    RenameOrganisation {
        /// Which one.
        organisation: OrganisationId,
        /// The new name.
        name: String,
    },
    /// Let an organisation go to which nobody belongs.
    RemoveOrganisation {
        /// Which one.
        organisation: OrganisationId,
    },
    /// Let the text have one more section, as its last. Its first text is written beside.
    AddSection {
        /// What it is for.
        kind: SectionKind,
        /// Its heading.
        title: String,
        /// The parties that answer for it.
        responsible: Vec<PartyId>,
    },
    /// Put the sections into this order.
    OrderSections {
        /// All of them.
        sections: Vec<SectionId>,
    },
    /// Take a section out of the text.
    RetireSection {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: String,
    },
    /// Take a retired section into the text again.
    BringBackSection {
        /// Which one.
        section: SectionId,
    },
    /// Let these parties answer for a section.
    ChangeResponsible {
        /// Which one.
        section: SectionId,
        /// The parties.
        responsible: Vec<PartyId>,
    },
    /// Erase some words of an earlier entry.
    EraseWords(Erasure),
    /// Purge how the texts came to be.
    PurgeWorkingMaterial {
        /// The decision that it rests on.
        decision: DecisionId,
        /// Where each section's text log ends, in the order of the sections, the retired ones after them.
        texts: Vec<(SectionId, u64)>,
        /// Where the text log of each meeting's notes ends, in the order of the meetings.
        notes: Vec<(SectionId, u64)>,
    },
    /// Give a section another title.
    RenameSection {
        /// Which one.
        section: SectionId,
        /// The new title.
        title: String,
    },
    /// Change how a party approves.
    ChangeApproval {
        /// Which party.
        party: PartyId,
        /// By which rule.
        approval: Approval,
    },
    /// Fix a section's text as a revision.
    SaveRevision(SaveRevision),
    /// Fix the whole text: each section that has changed, and then the agreement.
    SaveAgreementRevision {
        /// Every section's text as it stands, in the order of the sections.
        texts: Vec<(SectionId, TextNow)>,
        /// SHA-256 of the canonical form of the agreement with these texts.
        hash: Digest,
        /// What it is to be called; may be empty.
        name: String,
        /// What is to be said about it; may be empty.
        note: String,
    },
    /// Record what an approver's authority rests on.
    RecordMandate(NewMandate),
    /// Approve a revision.
    SignOff(NewSignOff),
    /// Take an approval back.
    WithdrawSignOff {
        /// Which one.
        sign_off: SignOffId,
        /// Why.
        reason: String,
    },
    /// Dissent.
    MakeReservation {
        /// On which section.
        section: SectionId,
        /// On which revision: the latest, as whoever dissents has read it.
        revision: RevisionNumber,
        /// What it says.
        text: String,
        /// For oneself, and not for the party.
        personal: bool,
    },
    /// Ask members whether sections are ready.
    AskReview(NewReview),
    /// Say whether a section is ready.
    AnswerReview(NewAnswer),
    /// Move the last day of a review.
    ExtendReview {
        /// Which one.
        review: ReviewId,
        /// Its last day from now on.
        due: Date,
    },
    /// Let a review take no more answers.
    CloseReview {
        /// Which one.
        review: ReviewId,
    },
    /// Tell an organisation where the text is, and ask it for a mandate.
    MakeSheet(NewSheet),
    /// Let a section take no more text.
    LockSection {
        /// Which one.
        section: SectionId,
        /// Its text as it stands.
        text: TextNow,
        /// Why.
        reason: String,
    },
    /// Let a section take text again.
    ReopenSection {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: String,
    },
    /// Record that a body has decided.
    RecordDecision {
        /// What.
        decision: NewDecision,
        /// SHA-256 of the canonical form of the agreement as it is agreed.
        hash: Digest,
    },
    /// Record that the agreement was signed.
    RecordSigning(NewSigning),
    /// Take the agreement into another phase.
    EnterPhase {
        /// Which one.
        phase: Phase,
    },
    /// Put a section's co-authors into an order.
    OrderCoAuthors {
        /// Of which section.
        section: SectionId,
        /// Those who come first.
        order: Vec<MemberId>,
        /// Those of whom something stands in the text now.
        standing: Vec<MemberId>,
    },
    /// Leave out who asks from a section's co-authors, or not any more.
    WithholdCoAuthor {
        /// Of which section.
        section: SectionId,
        /// Whether they are left out.
        withheld: bool,
    },
    /// Call a meeting. The first text of its notes is written beside.
    CallMeeting(NewMeeting),
    /// Change something about a meeting.
    ChangeMeeting {
        /// Which one.
        meeting: MeetingId,
        /// What of it.
        plan: MeetingPlan,
    },
    /// Note who is at a meeting.
    NoteAttendance {
        /// Which one.
        meeting: MeetingId,
        /// What is noted.
        noted: AttendanceNoted,
    },
    /// Add a file to a meeting.
    AddMeetingFile {
        /// Which one.
        meeting: MeetingId,
        /// The file.
        file: NewAttachment,
    },
    /// Show a file with a meeting no more.
    RemoveMeetingFile {
        /// Which one.
        meeting: MeetingId,
        /// SHA-256 of the file's content.
        content: Digest,
    },
    /// Call a meeting off.
    CancelMeeting {
        /// Which one.
        meeting: MeetingId,
        /// Why.
        reason: String,
    },
    /// Fix a meeting's notes as they are. Their canonical form is kept already.
    CloseNotes {
        /// Of which meeting.
        meeting: MeetingId,
        /// Its SHA-256.
        hash: Digest,
        /// The notes' text is what the log before this position comes to.
        text_position: u64,
    },
    /// Let a meeting's notes take text again.
    ReopenNotes {
        /// Of which meeting.
        meeting: MeetingId,
    },
}
