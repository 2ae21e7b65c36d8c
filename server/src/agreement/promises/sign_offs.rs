//! A sign-off is of one text, for one party, under one mandate; and when it counts.

use super::{Command, NewSignOff, Refusal, RevisionNumber, SectionState, SignOffId, Standing, Work};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MandateId, SectionId};
use crate::agreement::revision::TextNow;
use crate::agreement::section::Phase;

#[test]
fn a_sign_off_names_one_text_one_party_and_one_mandate_and_locks_the_section() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let given = work.sign_off(0, 0).given.what;
    let latest = work.section(0).latest().unwrap();
    assert_eq!((given.section, given.revision, given.hash), (work.id(0), latest.number, latest.hash));
    assert_eq!((given.member, given.party, given.mandate), (work.member("Bo"), work.party('A'), mandates.bo));
    let lock = work.section(0).lock.clone().unwrap();
    assert_eq!((lock.revision, lock.reason.clone()), (RevisionNumber(1), None));
    assert_eq!(work.state.may_write(work.member("Astrid"), work.id(0)), Err(Refusal::SectionLocked));
}

#[test]
fn who_is_no_approver_of_a_party_approves_nothing() {
    let (mut work, mandates) = Work::ready_to_sign();
    for name in ["Astrid", "Elin"] {
        assert_eq!(work.sign(name, 0, mandates.bo), Err(Refusal::NotAnApprover), "{name}");
    }
    let signing = work.signing("Bo", 0, mandates.bo);
    let command = Command::SignOff(signing.clone());
    assert_eq!(work.ask_as(super::Actor::Operator, command.clone()), Err(Refusal::MembersOnly));
    assert_eq!(work.ask_as(super::Actor::Server, command), Err(Refusal::MembersOnly));
    let nowhere = SectionId::new();
    let elsewhere = Command::SignOff(NewSignOff { section: nowhere, ..signing });
    assert_eq!(work.ask("Bo", elsewhere), Err(Refusal::NoSuchSection(nowhere)));
}

#[test]
fn a_text_that_was_edited_since_its_revision_is_not_approved() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.write(0, 'b');
    assert_eq!(work.sign("Bo", 0, mandates.bo), Err(Refusal::EditedSince(RevisionNumber(1))));
    work.write(0, 'a');
    work.sign("Bo", 0, mandates.bo).unwrap();
    let mut unsaved = Work::begun();
    let section = unsaved.id(0);
    let bo = unsaved.mandate("Astrid", "Bo");
    assert_eq!(unsaved.state.may_sign_off(unsaved.member("Bo"), section), Err(Refusal::NoRevision));
    assert_eq!(unsaved.state.mandate(bo).unwrap().member, unsaved.member("Bo"));
}

#[test]
fn only_what_was_read_is_approved_by_number_and_by_hash() {
    let (mut work, mandates) = Work::ready_to_sign();
    let old = work.signing("Bo", 0, mandates.bo);
    work.save(0, 'b');
    let new = work.signing("Bo", 0, mandates.bo);
    for stale in [
        NewSignOff { revision: old.revision, ..new.clone() },
        NewSignOff { hash: old.hash, ..new.clone() },
        NewSignOff { hash: Digest([0; 32]), ..new.clone() },
        NewSignOff { revision: RevisionNumber(3), ..new.clone() },
    ] {
        assert_eq!(work.ask("Bo", Command::SignOff(stale)), Err(Refusal::OtherText(RevisionNumber(2))));
    }
    work.ask("Bo", Command::SignOff(new)).unwrap();
}

#[test]
fn what_a_reader_may_not_see_is_not_approved() {
    let (mut work, mandates) = Work::ready_to_sign();
    let signing = work.signing("Bo", 0, mandates.bo);
    let strange = NewSignOff { text: TextNow { sound: false, ..work.text(0) }, ..signing };
    assert_eq!(work.ask("Bo", Command::SignOff(strange)), Err(Refusal::StrangeText));
}

#[test]
fn who_approves_types_their_own_name() {
    let (mut work, mandates) = Work::ready_to_sign();
    let signing = work.signing("Bo", 0, mandates.bo);
    for other in ["", " ", "Bo", "Bo Lind", "Cilla Roos"] {
        let typed = NewSignOff { name: other.into(), ..signing.clone() };
        assert_eq!(work.ask("Bo", Command::SignOff(typed)), Err(Refusal::NameDiffers), "{other:?}");
    }
    let typed = NewSignOff { name: "  bo   LINDH ".into(), ..signing };
    work.ask("Bo", Command::SignOff(typed)).unwrap();
}

#[test]
fn sections_are_approved_in_drafting_consultation_and_approval_only() {
    for (phase, allowed) in [
        (Phase::Preparation, false),
        (Phase::Drafting, true),
        (Phase::Consultation, true),
        (Phase::Approval, true),
        (Phase::Decided, false),
        (Phase::Signed, false),
        (Phase::InForce, false),
        (Phase::UnderRevision, false),
        (Phase::Ended, false),
    ] {
        let (mut work, mandates) = Work::ready_to_sign();
        work.state.apply(&Entry::PhaseEntered { phase }, super::Actor::Operator, work.now);
        let expected = if allowed { None } else { Some(Refusal::NotToBeApproved) };
        assert_eq!(work.sign("Bo", 0, mandates.bo).err(), expected, "{phase:?}");
        assert_eq!(work.lock("Astrid", 1).err(), expected, "{phase:?}");
    }
}

#[test]
fn a_section_is_agreed_when_the_rule_of_every_party_is_met() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.standing_of(0), SectionState::InApproval);
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    assert_eq!(work.standing_of(0), SectionState::InApproval, "it takes two of party B");
    work.sign("David", 0, mandates.david).unwrap();
    assert_eq!(work.standing_of(0), SectionState::Agreed);
    assert_eq!(work.standing_of(1), SectionState::Drafting);
    assert!(!work.state.is_ready());
}

#[test]
fn people_are_counted_and_not_sign_offs() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    assert_eq!(work.sign("Cilla", 0, mandates.cilla), Ok(vec![]), "approved already");
    work.reopen("David", 0).unwrap();
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    assert_eq!(work.standings(0), [Standing::Current; 3]);
    assert_eq!(work.section(0).approvers_of(work.party('B')), 1);
    assert_eq!(work.standing_of(0), SectionState::InApproval);
}

#[test]
fn approvals_of_different_texts_do_not_add_up() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    work.reopen("David", 0).unwrap();
    work.save(0, 'b');
    work.sign("David", 0, mandates.david).unwrap();
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.standings(0), [Standing::Stale, Standing::Current, Standing::Current]);
    assert_eq!(work.standing_of(0), SectionState::InApproval);
}

#[test]
fn reopening_keeps_the_sign_offs() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign_all(0, &mandates);
    work.reopen("Astrid", 0).unwrap();
    assert_eq!(work.standings(0), [Standing::Current; 3]);
    assert_eq!(work.standing_of(0), SectionState::Drafting, "approved by all, and open");
    work.save(0, 'b');
    assert_eq!(work.standings(0), [Standing::Stale; 3]);
    work.lock("Astrid", 0).unwrap();
    assert_eq!(work.standing_of(0), SectionState::InApproval);
}

#[test]
fn a_restored_text_makes_sign_offs_count_again_and_that_is_told() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign_all(0, &mandates);
    work.reopen("Astrid", 0).unwrap();
    work.save(0, 'b');
    assert_eq!(work.section(0).again_since(work.sign_off(0, 0)), None);
    work.save(0, 'a');
    assert_eq!(work.standings(0), [Standing::Current; 3]);
    for at in 0..3 {
        assert_eq!(work.section(0).again_since(work.sign_off(0, at)), Some(RevisionNumber(3)));
    }
    work.lock("Astrid", 0).unwrap();
    assert_eq!(work.standing_of(0), SectionState::Agreed);
}

#[test]
fn who_approved_a_text_that_came_back_can_lock_it_by_approving_again() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign_all(0, &mandates);
    work.reopen("Astrid", 0).unwrap();
    work.save(0, 'b');
    work.save(0, 'a');
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.standing_of(0), SectionState::Agreed);
    let (old, new) = (work.sign_off(0, 0), work.sign_off(0, 3));
    assert_eq!(new.given.revision, RevisionNumber(3));
    assert_eq!(work.section(0).again_since(new), None);
    assert_ne!(old.given.id, new.given.id);
}

#[test]
fn a_withdrawn_sign_off_counts_no_more_and_stays_in_the_record() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign_all(0, &mandates);
    let id = work.sign_off(0, 1).given.id;
    assert_eq!(work.withdraw("David", id), Err(Refusal::NotYours));
    assert_eq!(work.withdraw("Cilla", SignOffId::new()), Err(Refusal::NoSuchSignOff));
    let blank = Command::WithdrawSignOff { sign_off: id, reason: " ".into() };
    assert_eq!(work.ask("Cilla", blank).unwrap_err().code(), "field-missing");
    work.withdraw("Cilla", id).unwrap();
    assert_eq!(work.standings(0), [Standing::Current, Standing::Withdrawn, Standing::Current]);
    assert_eq!(work.standing_of(0), SectionState::InApproval);
    assert_eq!(work.sign_off(0, 1).withdrawn.as_ref().unwrap().text(), Some("Nytt underlag."));
    assert_eq!(work.withdraw("Cilla", id), Err(Refusal::AlreadyWithdrawn));
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    assert_eq!(work.standing_of(0), SectionState::Agreed);
}

#[test]
fn who_approved_the_same_text_twice_takes_back_both() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    work.reopen("Astrid", 0).unwrap();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let newer = work.sign_off(0, 1).given.id;
    let entries = work.withdraw("Bo", newer).unwrap();
    assert!(matches!(entries[0], Entry::SignOffWithdrawn { sign_off, .. } if sign_off == newer));
    assert_eq!(work.standings(0), [Standing::Withdrawn; 2]);
    let mut digests: Vec<_> = entries.iter().flat_map(Entry::words).map(|words| words.digest()).collect();
    digests.dedup();
    assert_eq!(digests.len(), 2, "each reason has a salt of its own");
}

#[test]
fn a_sign_off_stands_until_the_partys_decision_and_then_as_long_as_the_section_is_locked() {
    let (mut work, _) = Work::in_approval();
    let (bo, cilla) = (work.sign_off(0, 0).given.id, work.sign_off(0, 1).given.id);
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    let refused = Err(Refusal::PartyDecided(super::letter('A')));
    assert_eq!(work.withdraw("Bo", bo), refused);
    work.withdraw("Cilla", cilla).unwrap();
    assert_eq!(work.withdraw("Bo", bo), refused, "what the other side withdraws undoes no decision");
    work.reopen("Astrid", 0).unwrap();
    work.withdraw("Bo", bo).unwrap();
}

#[test]
fn who_has_left_approves_nothing_and_what_they_approved_stands() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign_all(0, &mandates);
    let (david, by) = (work.member("David"), super::member(work.member("David")));
    let signing = work.signing("David", 1, mandates.david);
    let id = work.sign_off(0, 2).given.id;
    work.ask("Cilla", Command::RemoveMember { member: david }).unwrap();
    assert_eq!(work.ask_as(by, Command::SignOff(signing)), Err(Refusal::NotAMember));
    let withdrawal = Command::WithdrawSignOff { sign_off: id, reason: "Nej.".into() };
    assert_eq!(work.ask_as(by, withdrawal), Err(Refusal::NotAMember));
    assert_eq!(work.standing_of(0), SectionState::Agreed);
}

#[test]
fn an_unknown_mandate_is_none() {
    let (mut work, _) = Work::ready_to_sign();
    assert_eq!(work.sign("Bo", 0, MandateId::new()), Err(Refusal::NoSuchMandate));
}
