//! A dissent is recorded instead of blocking in silence.

use super::{Command, NewSignOff, Refusal, RevisionNumber, SectionState, Work};
use crate::agreement::entry::Entry;
use crate::agreement::member::Role;

fn reserve(work: &mut Work, name: &str, revision: u32, personal: bool) -> Result<Vec<Entry>, Refusal> {
    let (section, revision) = (work.id(0), RevisionNumber(revision));
    let text = "Vi ville ha tre åtgärder.".into();
    work.ask(name, Command::MakeReservation { section, revision, text, personal })
}

#[test]
fn a_reservation_beside_a_sign_off_is_the_partys_and_blocks_nothing() {
    let (mut work, mandates) = Work::ready_to_sign();
    let signing = NewSignOff {
        reservation: Some("Tidsplanen är snäv.".into()),
        ..work.signing("Bo", 0, mandates.bo)
    };
    let entries = work.ask("Bo", Command::SignOff(signing.clone())).unwrap();
    assert_eq!(entries.len(), 2);
    let made = work.section(0).reservations[0].clone();
    assert_eq!((made.party, made.personal), (Some(work.party('A')), false));
    assert_eq!((made.revision, made.text.text()), (RevisionNumber(1), Some("Tidsplanen är snäv.")));
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    work.sign("David", 0, mandates.david).unwrap();
    assert_eq!(work.standing_of(0), SectionState::Agreed);
    assert_eq!(work.ask("Bo", Command::SignOff(signing.clone())), Ok(vec![]), "the very same, sent twice");
    let signing = NewSignOff { reservation: Some("Och kostnaden är okänd.".into()), ..signing };
    let later = work.ask("Bo", Command::SignOff(signing)).unwrap();
    assert!(matches!(later[..], [Entry::ReservationMade { .. }]), "approved already: {later:?}");
}

#[test]
fn a_blank_reservation_is_none_and_one_without_end_refuses_the_sign_off_too() {
    let (mut work, mandates) = Work::ready_to_sign();
    let signing = work.signing("Bo", 0, mandates.bo);
    let endless = NewSignOff { reservation: Some("å".repeat(10_001)), ..signing.clone() };
    assert_eq!(work.ask("Bo", Command::SignOff(endless)).unwrap_err().code(), "field-too-long");
    assert!(work.section(0).sign_offs.is_empty());
    let blank = NewSignOff { reservation: Some(" \n".into()), ..signing };
    assert_eq!(work.ask("Bo", Command::SignOff(blank)).unwrap().len(), 1);
}

#[test]
fn only_an_approver_dissents_for_a_party_and_anybody_but_an_observer_for_themselves() {
    let (mut work, _) = Work::ready_to_sign();
    for name in ["Astrid", "Elin"] {
        assert_eq!(reserve(&mut work, name, 1, false), Err(Refusal::NotAnApprover), "{name}");
    }
    reserve(&mut work, "Bo", 1, false).unwrap();
    reserve(&mut work, "Elin", 1, true).unwrap();
    reserve(&mut work, "Astrid", 1, true).unwrap();
    let made: Vec<_> = work.section(0).reservations.iter().map(|one| (one.party, one.personal)).collect();
    let a = Some(work.party('A'));
    assert_eq!(made, [(a, false), (None, true), (a, true)]);
    let bo = work.member("Bo");
    work.ask("Astrid", Command::ChangeRoles { member: bo, roles: [Role::Observer].into() }).unwrap();
    assert_eq!(reserve(&mut work, "Bo", 1, true), Err(Refusal::ObserversRead));
}

#[test]
fn a_reservation_is_on_the_revision_that_was_read() {
    let (mut work, _) = Work::ready_to_sign();
    work.save(0, 'b');
    assert_eq!(reserve(&mut work, "Bo", 1, false), Err(Refusal::OtherText(RevisionNumber(2))));
    assert_eq!(reserve(&mut Work::begun(), "Bo", 1, false), Err(Refusal::NoRevision));
    reserve(&mut work, "Bo", 2, false).unwrap();
    work.save(0, 'c');
    assert_eq!(work.section(0).reservations[0].revision, RevisionNumber(2), "it stays where it was made");
}
