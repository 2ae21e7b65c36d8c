//! What may be asked for.

mod reviewing;

use crate::agreement::description::Description;
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{
    DecisionId, MandateId, MeetingId, MemberId, OrganisationId, PartyId, ReviewId, SectionId, SheetId,
    SignOffId,
};
use crate::agreement::member::Role;
use crate::agreement::party::{Approval, Letter, PartyKind};
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::section::{Phase, SectionKind};
use crate::agreement::sign_off::MandateKind;
use jiff::civil::Date;
pub use reviewing::{NewAnswer, NewReview, NewSheet};
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

/// A meeting to be called.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Its day.
    pub date: Date,
    /// What it is called.
    pub title: String,
    /// At what time and where; may be empty.
    pub place: String,
    /// Who convenes it; whoever calls it if it is `None`.
    pub convener: Option<MemberId>,
    /// The sections it concerns.
    pub sections: Vec<SectionId>,
}

/// What of a meeting is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct MeetingPlan {
    /// Its day.
    pub date: Option<Date>,
    /// What it is called.
    pub title: Option<String>,
    /// At what time and where; empty for nothing.
    pub place: Option<String>,
    /// Who convenes it.
    pub convener: Option<MemberId>,
    /// The sections it concerns.
    pub sections: Option<Vec<SectionId>>,
}

/// What somebody notes about who is at a meeting; who is named in neither list stays as noted before.
#[derive(Clone, Debug, Default)]
pub struct AttendanceNoted {
    /// Who is there.
    pub present: Vec<MemberId>,
    /// Who is not.
    pub absent: Vec<MemberId>,
    /// Who else is there; empty for nobody, `None`: as before.
    pub guests: Option<String>,
}

/// A person to be invited.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// What they are called.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Their party; `None` for a neutral process leader.
    pub party: Option<PartyId>,
    /// Their organisation.
    pub organisation: Option<OrganisationId>,
    /// What they may do.
    pub roles: BTreeSet<Role>,
}

/// What of the agreement is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct AgreementChange {
    /// Its title.
    pub title: Option<String>,
    /// Its case number; may be empty.
    pub case_number: Option<String>,
    /// IANA name of its time zone.
    pub time_zone: Option<String>,
    /// BCP 47 tags of its languages.
    pub languages: Option<Vec<String>>,
    /// Whether the parties shall have equally many drafters.
    pub parity: Option<bool>,
    /// Whether somebody of another party than its author's accepts a proposal.
    pub accepted_by_another_party: Option<bool>,
}

/// A party to be added.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// Its letter, which no other has.
    pub letter: Letter,
    /// What it is called.
    pub name: String,
    /// Public or civil.
    pub kind: PartyKind,
    /// How it approves.
    pub approval: Approval,
    /// The bodies that must decide for it.
    pub bodies: Vec<String>,
    /// The name and the address of its first coordinator. From then on only the party itself invites for it.
    pub coordinator: (String, String),
}

/// What of a party is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct PartyChange {
    /// What it is called.
    pub name: Option<String>,
    /// Public or civil.
    pub kind: Option<PartyKind>,
    /// The bodies that must decide for it.
    pub bodies: Option<Vec<String>>,
}

/// Words to be erased.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Where their entry stands in the record.
    pub position: u64,
    /// That entry, as the record has it.
    pub entry: Box<Entry>,
    /// Who wrote it.
    pub by: Actor,
    /// Which of its words.
    pub words: Digest,
    /// Why.
    pub reason: String,
}

/// A revision to be saved.
#[derive(Clone, Debug)]
pub struct SaveRevision {
    /// Of which section.
    pub section: SectionId,
    /// Its text.
    pub text: TextNow,
    /// What it is to be called; may be empty.
    pub name: String,
    /// What is to be said about it; may be empty.
    pub note: String,
    /// The revision whose text it brings back.
    pub restored_from: Option<RevisionNumber>,
}

/// A mandate to be recorded.
#[derive(Clone, Debug)]
pub struct NewMandate {
    /// Whose.
    pub member: MemberId,
    /// What kind of paper it is.
    pub kind: MandateKind,
    /// Who gave it.
    pub issuer: String,
    /// Its day.
    pub date: Date,
    /// Where it stands in that paper.
    pub paragraph: String,
    /// The last day it holds.
    pub valid_until: Option<Date>,
    /// The anchoring sheet that it answers.
    pub sheet: Option<SheetId>,
}

/// An approval to be given.
#[derive(Clone, Debug)]
pub struct NewSignOff {
    /// Of which section.
    pub section: SectionId,
    /// The revision that its giver has read.
    pub revision: RevisionNumber,
    /// The hash that its giver was shown.
    pub hash: Digest,
    /// The section's text as it stands.
    pub text: TextNow,
    /// By what authority.
    pub mandate: MandateId,
    /// Their name as they typed it.
    pub name: String,
    /// The party's reservation, if it has one.
    pub reservation: Option<String>,
    /// How many members' proposals that were open when the revision was saved still are.
    pub open_proposals: usize,
}

/// A file to be attached. Its content is kept already.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// SHA-256 of its content.
    pub content: Digest,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
}

/// A decision to be recorded.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// Of which party.
    pub party: PartyId,
    /// Of which body.
    pub body: String,
    /// When it was taken.
    pub date: Date,
    /// Where it stands in the minutes.
    pub paragraph: String,
    /// The minutes.
    pub minutes: Option<NewAttachment>,
}

/// A signing to be recorded.
#[derive(Clone, Debug)]
pub struct NewSigning {
    /// When.
    pub date: Date,
    /// Where.
    pub place: String,
    /// By whom.
    pub signatories: Vec<NewSignatory>,
    /// The signed paper.
    pub scan: Option<NewAttachment>,
}

/// Who signs.
#[derive(Clone, Debug)]
pub struct NewSignatory {
    /// For which party.
    pub party: PartyId,
    /// Their name.
    pub name: String,
    /// Their title.
    pub title: String,
    /// What their authority rests on.
    pub authority: String,
}
