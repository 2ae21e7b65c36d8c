//! What is asked for, and whether the rules allow it.

mod approving;
mod command;
mod ending;
mod forgetting;
mod given;
mod meetings;
mod members;
mod reviewing;
mod sections;
mod shaping;
mod texts;

pub use command::{
    AgreementChange, AttendanceNoted, Command, Erasure, MeetingPlan, NewAnswer, NewAttachment, NewDecision,
    NewMandate, NewMeeting, NewMember, NewParty, NewReview, NewSheet, NewSignOff, NewSignatory, NewSigning,
    PartyChange, SaveRevision,
};
pub use given::needed;

use super::chance::{Chance, Seed};
use super::description::Description;
use super::entry::{Actor, Entry};
use super::founding;
use super::id::MemberId;
use super::refusal::Refusal;
use super::state::State;
use jiff::Timestamp;
use jiff::civil::Date;

/// What a decision rests on besides the state.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who asks, as their connection was authenticated.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What new ids and salts are drawn from.
    pub seed: Seed,
}

/// What to append to the record; nothing if it is so already.
///
/// # Errors
/// The rule that forbids it.
pub fn decide(state: &State, command: Command, context: &Context) -> Result<Vec<Entry>, Refusal> {
    let mut asked = Asked { state, by: context.by, at: context.at, chance: context.chance() };
    match command {
        Command::Found(description) => found(state, &description, context),
        Command::InviteMember(new) => asked.invite(new),
        Command::ChangeRoles { member, roles } => asked.change_roles(member, roles),
        Command::RemoveMember { member } => asked.remove_member(member),
        Command::AnonymiseMember { member, ground } => asked.anonymise(member, &ground),
        Command::ChangeAgreement(change) => asked.change_agreement(change),
        Command::ChangePlan { plan } => asked.change_plan(plan),
        Command::AddParty(party) => asked.add_party(party),
        Command::ChangeParty { party, change } => asked.change_party(party, change),
        Command::AddOrganisation { party, name } => asked.add_organisation(party, &name),
        Command::RenameOrganisation { organisation, name } => asked.rename_organisation(organisation, &name),
        Command::RemoveOrganisation { organisation } => asked.remove_organisation(organisation),
        Command::AddSection { kind, title, responsible } => asked.add_section(kind, &title, responsible),
        Command::OrderSections { sections } => asked.order_sections(sections),
        Command::RetireSection { section, reason } => asked.retire_section(section, &reason),
        Command::BringBackSection { section } => asked.bring_back_section(section),
        Command::ChangeResponsible { section, responsible } => asked.change_responsible(section, responsible),
        Command::EraseWords(erasure) => asked.erase(erasure),
        Command::PurgeWorkingMaterial { decision, texts, notes } => asked.purge(decision, texts, notes),
        Command::RenameSection { section, title } => asked.rename_section(section, &title),
        Command::ChangeApproval { party, approval } => asked.change_approval(party, approval),
        Command::SaveRevision(revision) => asked.save_revision(revision),
        Command::SaveAgreementRevision { texts, hash, name, note } => {
            asked.save_agreement_revision(texts, hash, &name, &note)
        }
        Command::RecordMandate(mandate) => asked.record_mandate(&mandate),
        Command::SignOff(sign_off) => asked.sign_off(sign_off),
        Command::WithdrawSignOff { sign_off, reason } => asked.withdraw(sign_off, &reason),
        Command::MakeReservation { section, revision, text, personal } => {
            asked.reserve(section, revision, &text, personal)
        }
        Command::AskReview(review) => asked.ask_review(review),
        Command::AnswerReview(answer) => asked.answer_review(answer),
        Command::ExtendReview { review, due } => asked.extend_review(review, due),
        Command::CloseReview { review } => asked.close_review(review),
        Command::MakeSheet(sheet) => asked.make_sheet(sheet),
        Command::LockSection { section, text, reason } => asked.lock(section, &text, &reason),
        Command::ReopenSection { section, reason } => asked.reopen(section, &reason),
        Command::RecordDecision { decision, hash } => asked.record_decision(decision, hash),
        Command::RecordSigning(signing) => asked.record_signing(signing),
        Command::EnterPhase { phase } => asked.enter(phase),
        Command::OrderCoAuthors { section, order, standing } => {
            asked.order_co_authors(section, order, &standing)
        }
        Command::WithholdCoAuthor { section, withheld } => asked.withhold(section, withheld),
        Command::CallMeeting(new) => asked.call_meeting(new),
        Command::ChangeMeeting { meeting, plan } => asked.change_meeting(meeting, plan),
        Command::NoteAttendance { meeting, noted } => asked.note_attendance(meeting, noted),
        Command::AddMeetingFile { meeting, file } => asked.add_meeting_file(meeting, file),
        Command::RemoveMeetingFile { meeting, content } => asked.remove_meeting_file(meeting, content),
        Command::CancelMeeting { meeting, reason } => asked.cancel_meeting(meeting, &reason),
        Command::CloseNotes { meeting, hash, text_position } => {
            asked.close_notes(meeting, hash, text_position)
        }
        Command::ReopenNotes { meeting } => asked.reopen_notes(meeting),
    }
}

impl Context {
    fn chance(&self) -> Chance {
        Chance::new(self.seed.clone(), self.at)
    }
}

/// Somebody who asks for something, and what the answer rests on.
struct Asked<'a> {
    state: &'a State,
    by: Actor,
    at: Timestamp,
    chance: Chance,
}

impl Asked<'_> {
    /// The member who asks.
    fn member(&self) -> Result<MemberId, Refusal> {
        self.by.member().ok_or(Refusal::MembersOnly)
    }

    /// Which day it is where the agreement is at home.
    fn today(&self) -> Date {
        self.state.day_of(self.at)
    }
}

fn found(state: &State, description: &Description, context: &Context) -> Result<Vec<Entry>, Refusal> {
    match context.by {
        Actor::Operator => {}
        Actor::Member { .. } | Actor::Server => return Err(Refusal::OnlyTheOperator),
    }
    if state.matter().is_some() {
        return Err(Refusal::AlreadyFounded);
    }
    description.check().map_err(Refusal::Description)?;
    Ok(founding::entries(description, &mut context.chance()))
}
