//! What holds after whatever was asked, recounted here without asking the code that keeps it.

use super::reviewing;
use super::world::{Step, World};
use crate::agreement::decide::Command;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::PartyId;
use crate::agreement::member::{Member, Role};
use crate::agreement::party::Approval;
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::Revision;
use crate::agreement::section::{Phase, Section, SectionState};
use crate::agreement::sign_off::{GivenSignOff, Mandate};
use crate::agreement::state::State;
use proptest::{prop_assert, prop_assert_eq};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Before an entry is taken in: that what it tells is so.
pub(super) fn of_an_entry(world: &World, entry: &Entry, by: Actor) -> Step {
    match entry {
        Entry::SectionSignedOff { sign_off } => {
            prop_assert_eq!(by, Actor::Member { member: sign_off.member });
            let approver = world.state.member(sign_off.member).unwrap();
            prop_assert!(approver.is(Role::Approver) && approver.party == Some(sign_off.party));
            let mandate: &Mandate = world.state.mandate(sign_off.mandate).unwrap();
            let holds = mandate.date <= world.today()
                && Some(world.today()) <= mandate.valid_until.or(Some(world.today()));
            prop_assert!(holds && mandate.member == sign_off.member);
            let section = world.state.section(sign_off.section).unwrap();
            let latest = section.latest().unwrap();
            prop_assert_eq!((latest.number, latest.hash), (sign_off.revision, sign_off.hash));
            prop_assert_eq!(world.text(section).hash, sign_off.hash, "nothing was edited since");
        }
        Entry::PhaseEntered { phase: Phase::Decided } => is_decided(&world.state)?,
        Entry::PhaseEntered { phase: Phase::Signed } => {
            prop_assert_eq!(world.state.phase(), Phase::Decided);
            let signing = world.state.signing().unwrap();
            let signed = |party: PartyId| signing.signatories.iter().any(|one| one.party == party);
            prop_assert!(world.state.parties().iter().all(|party| signed(party.id)));
        }
        Entry::DecisionRecorded { .. } => prop_assert!(all_agreed(&world.state)),
        entry => reviewing::of_an_entry(world, entry, by)?,
    }
    is_read_as_it_was_written(entry)
}

/// After all entries that follow from a command.
pub(super) fn of_a_command(before: &State, world: &World, command: &Command, by: Actor) -> Step {
    let state = &world.state;
    prop_assert_eq!(state.position().0, world.record.len() as u64);
    for old in before.sections().iter().chain(before.retired_sections()) {
        let mut all = state.sections().iter().chain(state.retired_sections());
        let new = all.find(|section| section.id == old.id).unwrap();
        of_revisions(old, new)?;
        of_sign_offs(old, new)?;
        of_locks(old, new)?;
        let agreed = state.section_state(new) == SectionState::Agreed;
        prop_assert_eq!(agreed, is_agreed(state, new));
        prop_assert_eq!(state.section_state(new) == SectionState::Drafting, new.lock.is_none());
    }
    of_meetings(before, state, by)?;
    goes_on(before.mandates(), state.mandates())?;
    goes_on(before.decisions(), state.decisions())?;
    goes_on(before.revisions(), state.revisions())?;
    goes_on(before.sheets(), state.sheets())?;
    reviewing::go_on(before, state)?;
    neither_side_acts_for_another(before, state, by)?;
    nobody_does_what_they_are_not_offered(before, command, by)?;
    for party in before.parties() {
        let coordinated = |state: &State| state.members_of(party.id).any(|one| one.is(Role::Coordinator));
        prop_assert!(!coordinated(before) || coordinated(state));
    }
    let neutral_approver = |one: &Member| one.party.is_none() && one.is(Role::Approver);
    prop_assert!(!state.members().iter().any(|one| one.roles.is_empty() || neutral_approver(one)));
    Ok(())
}

/// A list that only grows. Of words the digests are compared: their content may be erased.
fn goes_on<T: Serialize>(old: &[Arc<Recorded<T>>], new: &[Arc<Recorded<T>>]) -> Step {
    prop_assert!(new.len() >= old.len());
    for (was, is) in old.iter().zip(new) {
        prop_assert_eq!((was.at, was.by, as_recorded(&was.what)), (is.at, is.by, as_recorded(&is.what)));
    }
    Ok(())
}

fn as_recorded(what: &impl Serialize) -> Value {
    serde_json::to_value(what).unwrap()
}

fn of_revisions(old: &Section, new: &Section) -> Step {
    let nameless = |revision: &Revision| Revision { name: None, note: None, ..revision.clone() };
    for (index, revision) in new.revisions.iter().enumerate() {
        prop_assert_eq!(revision.number.0 as usize, index + 1);
        prop_assert!(index == 0 || new.revisions[index - 1].hash != revision.hash, "nothing had changed");
        if let Some(was) = old.revisions.get(index) {
            let same = (nameless(was), was.at, was.by) == (nameless(revision), revision.at, revision.by);
            prop_assert!(same, "a revision is immutable");
            let had_name = was.name.is_some() || was.note.is_some();
            let named = |one: &Revision| (as_recorded(&one.name), as_recorded(&one.note));
            let same_name = named(was) == named(revision);
            prop_assert!(!had_name || same_name, "it is named once");
        }
    }
    prop_assert!(new.revisions.len() >= old.revisions.len());
    Ok(())
}

fn of_sign_offs(old: &Section, new: &Section) -> Step {
    prop_assert!(new.sign_offs.len() >= old.sign_offs.len());
    for (was, is) in old.sign_offs.iter().zip(&new.sign_offs) {
        prop_assert_eq!(&was.given, &is.given);
        let withdrawn = |one: &GivenSignOff| one.withdrawn.as_ref().map(|one| (one.at, one.by, one.digest()));
        prop_assert!(was.withdrawn.is_none() || withdrawn(was) == withdrawn(is));
    }
    let recorded =
        |of: &Section| of.reservations.iter().map(|one| as_recorded(&one.what)).collect::<Vec<_>>();
    prop_assert!(recorded(new).starts_with(&recorded(old)));
    Ok(())
}

fn of_locks(old: &Section, new: &Section) -> Step {
    let Some(lock) = &new.lock else { return Ok(()) };
    prop_assert_eq!(Some(lock.revision), new.latest().map(|latest| latest.number));
    if old.lock.as_ref().map(|lock| lock.position) == Some(lock.position) {
        prop_assert_eq!((&old.heading, old.revisions.len()), (&new.heading, new.revisions.len()));
    }
    Ok(())
}

/// Meetings stay, as what their notes said when they were closed; none that was cancelled is changed. Whether somebody
/// stands among the co-authors is theirs alone to say.
fn of_meetings(before: &State, after: &State, by: Actor) -> Step {
    prop_assert!(after.meetings().len() >= before.meetings().len());
    for (was, is) in before.meetings().iter().zip(after.meetings()) {
        prop_assert_eq!((was.id(), was.notes()), (is.id(), is.notes()));
        prop_assert!(is.closed.starts_with(&was.closed), "what was closed stays");
        prop_assert!(was.cancelled.is_none() || was.files.len() == is.files.len());
        prop_assert!(was.cancelled.is_none() || is.cancelled.is_some());
        let text = is.notes();
        for member in after.members() {
            let only_observes = member.roles.iter().all(|role| *role == Role::Observer);
            let may = !only_observes && !is.notes_closed && is.cancelled.is_none();
            prop_assert_eq!(after.may_write_text(member.id, text).is_ok(), may);
        }
    }
    for was in before.sections() {
        let Some(is) = after.section(was.id) else { continue };
        let changed: Vec<_> = was.co_authors.withheld.symmetric_difference(&is.co_authors.withheld).collect();
        let own = changed.iter().all(|member| by.member() == Some(**member));
        prop_assert!(own);
    }
    Ok(())
}

fn needed(approval: Approval) -> usize {
    match approval {
        Approval::Any => 1,
        Approval::AtLeast { count } => count as usize,
    }
}

/// Locked, and of each party as many people as its rule asks for have approved the text it is locked at.
fn is_agreed(state: &State, section: &Section) -> bool {
    let Some(lock) = &section.lock else { return false };
    let locked = section.revision(lock.revision).unwrap().hash;
    state.parties().iter().all(|party| {
        let counted =
            section.sign_offs.iter().filter(|one| one.withdrawn.is_none() && one.given.hash == locked);
        let people: BTreeSet<_> =
            counted.filter(|one| one.given.party == party.id).map(|one| one.given.member).collect();
        people.len() >= needed(party.approval)
    })
}

fn all_agreed(state: &State) -> bool {
    state.sections().iter().all(|section| is_agreed(state, section))
}

/// Every section is agreed, and every body that must has decided on just these texts.
fn is_decided(state: &State) -> Step {
    prop_assert!(all_agreed(state));
    let texts: Vec<_> = state.sections().iter().map(|one| (one.id, one.latest().unwrap().hash)).collect();
    let taken_up = state.phases().iter().rposition(|phase| phase.what == Phase::UnderRevision);
    let begun = taken_up.map_or(0, |index| state.phases()[index].position.0);
    let on_these =
        state.decisions().iter().filter(|decision| decision.position.0 >= begun).filter(|decision| {
            let revision = state.revision(decision.revision).unwrap();
            revision.sections.iter().map(|one| (one.section, one.hash)).eq(texts.iter().copied())
        });
    let on_these: Vec<_> = on_these.map(|decision| (decision.party, decision.body.as_str())).collect();
    for party in state.parties() {
        prop_assert!(on_these.iter().any(|(of, _)| *of == party.id));
        prop_assert!(party.bodies.iter().all(|body| on_these.contains(&(party.id, body))));
    }
    Ok(())
}

/// What belongs to a party (or, for `None`, to who is of none) is as it was, unless one of its own asked.
fn neither_side_acts_for_another(before: &State, after: &State, by: Actor) -> Step {
    let own = by.member().and_then(|member| before.member(member)).map(|one| one.party);
    for party in before.parties().iter().map(|party| Some(party.id)).chain([None]) {
        let may = match by {
            Actor::Operator => party.is_none(),
            Actor::Server => false,
            Actor::Member { .. } => own == Some(party) && party.is_some(),
        };
        if !may {
            prop_assert_eq!(belongings(before, party), belongings(after, party));
        }
    }
    Ok(())
}

/// Members, mandates, sign-offs with what became of them, the party itself, its organisations and decisions.
fn belongings(state: &State, party: Option<PartyId>) -> impl PartialEq + std::fmt::Debug {
    let members: Vec<_> = state.members().iter().filter(|one| one.party == party).cloned().collect();
    let of = |member| state.present_or_former(member).and_then(|one| one.party);
    let mandates: Vec<_> = state.mandates().iter().filter(|one| of(one.member) == party).cloned().collect();
    // Which section stands where, and whether it still does, is no party's own.
    let sections = state.sections().iter().chain(state.retired_sections());
    let sign_offs = sections.flat_map(|section| &section.sign_offs);
    let mut sign_offs: Vec<_> = sign_offs.filter(|one| Some(one.given.party) == party).cloned().collect();
    sign_offs.sort_by_key(|one| one.given.position);
    let itself = party.and_then(|party| state.party(party)).cloned();
    let organisations: Vec<_> =
        state.organisations().iter().filter(|one| Some(one.party) == party).cloned().collect();
    let decisions: Vec<_> =
        state.decisions().iter().filter(|one| Some(one.party) == party).cloned().collect();
    (members, mandates, sign_offs, (itself, organisations), decisions)
}

/// Screens offer what the rights allow; a decision never allows more.
fn nobody_does_what_they_are_not_offered(before: &State, command: &Command, by: Actor) -> Step {
    let Actor::Member { member } = by else { return Ok(()) };
    prop_assert!(before.member(member).is_some());
    let offered = match command {
        Command::SaveRevision(_) | Command::SaveAgreementRevision { .. } => before.may_save(by).is_ok(),
        Command::RecordMandate(_) => before.may_record_mandates(member).is_ok(),
        Command::SignOff(new) => before.may_sign_off(member, new.section).is_ok(),
        Command::WithdrawSignOff { sign_off, .. } => {
            before.may_withdraw(member, before.sign_off(*sign_off).unwrap().1).is_ok()
        }
        Command::MakeReservation { section, personal, .. } => {
            before.may_reserve(member, *section, *personal).is_ok()
        }
        Command::AskReview(_) => before.may_ask_review(member).is_ok(),
        Command::AnswerReview(new) => before.may_answer(member, before.review(new.review).unwrap()).is_ok(),
        Command::ExtendReview { review, .. } | Command::CloseReview { review } => {
            before.may_lead_review(member, before.review(*review).unwrap()).is_ok()
        }
        Command::MakeSheet(new) => {
            let party = before.organisation(new.organisation).unwrap().party;
            before.may_make_sheets(member).unwrap().id == party
        }
        Command::LockSection { section, .. } => before.may_lock(member, *section).is_ok(),
        Command::ReopenSection { section, .. } => before.may_reopen(member, *section).is_ok(),
        Command::RecordDecision { .. } => before.may_record_decisions(member).is_ok(),
        Command::RecordSigning(_) => before.may_record_signing(member).is_ok(),
        Command::EnterPhase { phase } => {
            before.phase() == *phase || before.may_enter(member).unwrap().contains(phase)
        }
        Command::InviteMember(new) => before.may_invite(by, new.party).is_ok(),
        Command::ChangeRoles { member: changed, .. }
        | Command::RemoveMember { member: changed }
        | Command::AnonymiseMember { member: changed, .. } => {
            before.may_change(by, before.present_or_former(*changed).unwrap()).is_ok()
        }
        Command::ChangeAgreement(_)
        | Command::AddParty(_)
        | Command::AddSection { .. }
        | Command::OrderSections { .. }
        | Command::RetireSection { .. }
        | Command::BringBackSection { .. }
        | Command::ChangeResponsible { .. } => before.may_shape(member).is_ok(),
        Command::ChangeParty { party, .. } => before.may_change_party(member).unwrap().id == *party,
        Command::ChangeApproval { party, .. } => before.may_change_approval(member).unwrap().id == *party,
        Command::AddOrganisation { party, .. } => before.may_manage(member).unwrap().id == *party,
        Command::RenameOrganisation { organisation, .. } | Command::RemoveOrganisation { organisation } => {
            let own = before.organisation(*organisation).unwrap().party;
            before.may_manage(member).unwrap().id == own
        }
        Command::EraseWords(erasure) => {
            before.may_erase(member, &erasure.entry, erasure.words, erasure.by).is_ok()
        }
        Command::PurgeWorkingMaterial { .. } => before.may_purge(member).is_ok(),
        Command::ChangePlan { .. } | Command::RenameSection { .. } => before.may_export(member).is_ok(),
        Command::OrderCoAuthors { section, .. } => before.may_order_co_authors(member, *section).is_ok(),
        Command::WithholdCoAuthor { section, .. } => before.may_withhold(member, *section).is_ok(),
        Command::CallMeeting(_) => before.may_call_meetings(member).is_ok(),
        Command::ChangeMeeting { meeting, .. }
        | Command::NoteAttendance { meeting, .. }
        | Command::AddMeetingFile { meeting, .. }
        | Command::RemoveMeetingFile { meeting, .. }
        | Command::CancelMeeting { meeting, .. } => before.may_change_meeting(member, *meeting).is_ok(),
        Command::CloseNotes { meeting, .. } => before.may_close_notes(member, *meeting).is_ok(),
        Command::ReopenNotes { meeting } => before.may_reopen_notes(member, *meeting).is_ok(),
        Command::Found(_) => true,
    };
    prop_assert!(offered, "{:?}", command);
    Ok(())
}

/// In canonical JSON and back, with its words beside it.
fn is_read_as_it_was_written(entry: &Entry) -> Step {
    let bytes = serde_json_canonicalizer::to_vec(entry).unwrap();
    let mut read: Entry = serde_json::from_slice(&bytes).unwrap();
    prop_assert_eq!(&serde_json_canonicalizer::to_vec(&read).unwrap(), &bytes);
    let kept: Vec<_> = entry.words().into_iter().map(|words| words.content().unwrap().clone()).collect();
    let json = String::from_utf8(bytes).unwrap();
    let in_clear = kept.iter().any(|content| json.contains(&format!("\"{}\"", content.text)));
    prop_assert!(!in_clear);
    let missing = read.words_mut();
    prop_assert_eq!(missing.len(), kept.len());
    for (words, content) in missing.into_iter().zip(kept) {
        prop_assert!(words.restore(content).is_ok());
    }
    prop_assert_eq!(&read, entry);
    Ok(())
}
