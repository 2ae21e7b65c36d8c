//! What the record of an agreement is made of.
//!
//! These types are the format of the log: a field or a variant that has been written is never renamed,
//! removed or given another meaning. A field added later is left out of the JSON while it has its
//! default (`skip_serializing_if`), or the digests of older entries would no longer come out the same.

mod words;

pub use super::actor::Actor;
use super::decision::{Attachment, Decision, Signing};
use super::digest::Digest;
use super::id::{DecisionId, MeetingId, MemberId, OrganisationId, PartyId, ReviewId, SectionId, SignOffId};
use super::meeting::{Attendance, CalledMeeting, MeetingChange};
use super::member::{Member, Role};
use super::party::{Approval, Organisation, Party, PartyKind};
use super::review::{Review, ReviewAnswer, Sheet};
use super::revision::{AgreementRevision, Revision, RevisionNumber};
use super::section::{NewSection, Phase};
use super::sign_off::{Mandate, Reservation, SignOff};
use super::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The agreement itself, apart from its parties, members and sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What it is called. Free text, so kept as words: should it turn out to name somebody, it can be erased.
    pub title: Words,
    /// Its case number (*diarienummer*).
    pub case_number: String,
    /// IANA name of the time zone in which its dates are read.
    pub time_zone: String,
    /// BCP 47 tags of the languages its text is written in; the first leads.
    pub languages: Vec<String>,
    /// Whether the parties shall have equally many drafters.
    pub parity: bool,
    /// Whether somebody of another party than its author's accepts a proposal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepted_by_another_party: bool,
}

/// What of a [`Matter`] is another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterChange {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Words>,
    /// Its case number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// Its time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Its languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// Whether parity is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parity: Option<bool>,
    /// Whether somebody of another party than its author's accepts a proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_by_another_party: Option<bool>,
}

/// How far a section's text log was purged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedText {
    /// Which section's.
    pub section: SectionId,
    /// The entries before this position are gone.
    pub until: u64,
}

/// Something fixed or decided.
///
/// In JSON an object with its `kind` and, beside it, one object named after what it is about: so no
/// field of a party or a section can be mistaken for the entry's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// The agreement exists. The first entry, and only the first.
    AgreementFounded {
        /// What was founded.
        matter: Matter,
    },
    /// A party takes part.
    PartyAdded {
        /// Which one.
        party: Party,
    },
    /// An organisation belongs to a party.
    OrganisationAdded {
        /// Which one.
        organisation: Organisation,
    },
    /// A person takes part.
    MemberAdded {
        /// Who.
        member: Member,
    },
    /// The text has one more section, after those before.
    SectionAdded {
        /// Which one.
        section: NewSection,
    },
    /// The agreement is in this phase from here on.
    PhaseEntered {
        /// Which one.
        phase: Phase,
    },
    /// A member holds just these roles from here on.
    RolesChanged {
        /// Whose.
        member: MemberId,
        /// At least one.
        roles: BTreeSet<Role>,
    },
    /// A member has left. What they wrote stays theirs.
    MemberRemoved {
        /// Who.
        member: MemberId,
    },
    /// A section has another title from here on.
    SectionRenamed {
        /// Which one.
        section: SectionId,
        /// Its new heading.
        title: String,
    },
    /// A party approves by this rule from here on.
    ApprovalChanged {
        /// Which party.
        party: PartyId,
        /// Its rule.
        approval: Approval,
    },
    /// A section's text was fixed under a number.
    RevisionSaved {
        /// What was saved.
        revision: Revision,
    },
    /// A revision that had no name was given one. Its text is what it was.
    RevisionNamed {
        /// Of which section.
        section: SectionId,
        /// Which revision.
        revision: RevisionNumber,
        /// What it is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Words>,
        /// What is to be said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
    },
    /// The whole text was fixed under a number.
    AgreementRevisionSaved {
        /// What was saved.
        revision: AgreementRevision,
    },
    /// An approver's authority is known.
    MandateRecorded {
        /// What it rests on.
        mandate: Mandate,
    },
    /// A revision was approved; its section is locked at it, if it was not already.
    SectionSignedOff {
        /// Who approved what.
        sign_off: SignOff,
    },
    /// An approval was taken back. It stays in the record, and does not count.
    SignOffWithdrawn {
        /// Which one.
        sign_off: SignOffId,
        /// Why.
        reason: Words,
    },
    /// Somebody dissents, for their party or for themselves.
    ReservationMade {
        /// What from.
        reservation: Reservation,
    },
    /// Members are asked whether sections are ready.
    ReviewAsked {
        /// Who, and about what.
        review: Review,
    },
    /// Somebody who was asked says whether a section is ready.
    ReviewAnswered {
        /// What they say.
        answer: ReviewAnswer,
    },
    /// A review has another last day from here on.
    ReviewExtended {
        /// Which one.
        review: ReviewId,
        /// The last day to answer, in the agreement's time zone.
        due: Date,
    },
    /// A review takes no more answers.
    ReviewClosed {
        /// Which one.
        review: ReviewId,
    },
    /// An organisation is told where the text is, and asked for a mandate.
    AnchoringSheetMade {
        /// What stands on the sheet.
        sheet: Sheet,
    },
    /// A section takes no text from here on.
    SectionLocked {
        /// Which one.
        section: SectionId,
        /// At which revision.
        revision: RevisionNumber,
        /// That revision's hash.
        hash: Digest,
        /// Why.
        reason: Words,
    },
    /// A section takes text again.
    SectionReopened {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: Words,
    },
    /// A body of a party has decided.
    DecisionRecorded {
        /// What.
        decision: Decision,
    },
    /// The agreement was signed.
    SigningRecorded {
        /// By whom, when and where.
        signing: Signing,
    },
    /// What the agreement is about is another from here on; what is left out stays.
    AgreementChanged {
        /// What of it.
        change: MatterChange,
    },
    /// The phases are planned to begin on these days from here on.
    PlanChanged {
        /// Phases with the first day of each, in the agreement's time zone.
        plan: BTreeMap<Phase, Date>,
    },
    /// A party is called, is, or has bodies that are, these from here on.
    PartyChanged {
        /// Which party.
        party: PartyId,
        /// What it is called.
        name: String,
        /// Public or civil.
        party_kind: PartyKind,
        /// The bodies that must decide for it.
        bodies: Vec<String>,
    },
    /// An organisation has another name from here on.
    OrganisationRenamed {
        /// Which one.
        organisation: OrganisationId,
        /// What it is called.
        name: String,
    },
    /// An organisation to which nobody belongs is not of the agreement any more.
    OrganisationRemoved {
        /// Which one.
        organisation: OrganisationId,
    },
    /// The sections stand in this order from here on.
    SectionsOrdered {
        /// All that are in the text.
        sections: Vec<SectionId>,
    },
    /// A section is not part of the text any more. Its revisions stay in the record.
    SectionRetired {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: Words,
    },
    /// A section that was retired is part of the text again, as its last.
    SectionBroughtBack {
        /// Which one.
        section: SectionId,
    },
    /// These parties answer for a section from here on.
    ResponsibleChanged {
        /// Which section.
        section: SectionId,
        /// In the order given; may be empty.
        responsible: Vec<PartyId>,
    },
    /// A member's name and address were erased. What they wrote and approved stays, without their name.
    MemberAnonymised {
        /// Who; they take no part any more.
        member: MemberId,
        /// The digests of the words whose content is gone.
        erased: Vec<Digest>,
        /// The legal ground; there for whoever has approved something.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<Words>,
    },
    /// The content of some words of an earlier entry was erased.
    WordsErased {
        /// Where that entry stands.
        position: u64,
        /// Which of its words.
        words: Digest,
        /// Why.
        reason: Words,
    },
    /// How the texts came to be was purged (*gallring*). What is fixed in the record stays.
    WorkingMaterialPurged {
        /// The decision that it rests on.
        decision: DecisionId,
        /// Every section's text log.
        sections: Vec<PurgedText>,
        /// The text log of every meeting's notes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notes: Vec<PurgedText>,
    },
    /// A section's co-authors stand under its title in this order from here on.
    CoAuthorsOrdered {
        /// Of which section.
        section: SectionId,
        /// Those who come first; the others after them, most first.
        order: Vec<MemberId>,
    },
    /// A co-author prefers not to stand under a section's title, or does so again.
    CoAuthorWithheld {
        /// Of which section.
        section: SectionId,
        /// Who; nobody but they decide it.
        member: MemberId,
        /// Whether they are left out.
        withheld: bool,
    },
    /// A meeting was called.
    MeetingCalled {
        /// Which one.
        meeting: CalledMeeting,
    },
    /// Something about a meeting is another from here on; what is left out stays.
    MeetingChanged {
        /// Which meeting.
        meeting: MeetingId,
        /// What of it.
        change: MeetingChange,
    },
    /// It was noted who was at a meeting, instead of what was noted before.
    MeetingAttended {
        /// Which meeting.
        meeting: MeetingId,
        /// Who was there.
        attendance: Attendance,
    },
    /// A file belongs to a meeting.
    MeetingFileAdded {
        /// Which meeting.
        meeting: MeetingId,
        /// Which file.
        file: Attachment,
    },
    /// A file is not shown with a meeting any more. It stays in the record.
    MeetingFileRemoved {
        /// Which meeting.
        meeting: MeetingId,
        /// SHA-256 of its content.
        content: Digest,
    },
    /// A meeting will not be held.
    MeetingCancelled {
        /// Which meeting.
        meeting: MeetingId,
        /// Why.
        reason: Words,
    },
    /// A meeting's notes are fixed as they are, and take no more text.
    MeetingNotesClosed {
        /// Which meeting.
        meeting: MeetingId,
        /// SHA-256 of their canonical form, which is kept.
        hash: Digest,
        /// How many entries of their text log it is made of.
        text_position: u64,
    },
    /// A meeting's notes take text again. As they were closed they stay in the record.
    MeetingNotesReopened {
        /// Which meeting.
        meeting: MeetingId,
    },
}
