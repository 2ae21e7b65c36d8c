//! The way of an agreement through its phases, and the signing.

use super::{Command, Refusal, Work, day, letter};
use crate::agreement::decide::{NewSignatory, NewSigning};
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::PartyId;
use crate::agreement::section::Phase;

const PHASES: [Phase; 9] = [
    Phase::Preparation,
    Phase::Drafting,
    Phase::Consultation,
    Phase::Approval,
    Phase::Decided,
    Phase::Signed,
    Phase::InForce,
    Phase::UnderRevision,
    Phase::Ended,
];

fn decided() -> Work {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    work
}

fn signatory(party: PartyId, name: &str) -> NewSignatory {
    NewSignatory { party, name: name.into(), title: "Ordförande".into(), authority: "Firmatecknare".into() }
}

fn signing(work: &Work) -> NewSigning {
    let signatories = vec![signatory(work.party('A'), "Siv Berg"), signatory(work.party('B'), "Tor Ek")];
    NewSigning { date: day("2027-02-01"), place: "Björkdal".into(), signatories, scan: None }
}

#[test]
fn phases_follow_each_other_as_the_work_goes_on() {
    use Phase::*;
    for (from, expected) in [
        (Preparation, vec![Drafting]),
        (Drafting, vec![Consultation, Approval]),
        (Consultation, vec![Drafting]),
        (Approval, vec![Drafting]),
        (Decided, vec![]),
        (Signed, vec![InForce]),
        (InForce, vec![UnderRevision, Ended]),
        (UnderRevision, vec![Approval]),
        (Ended, vec![]),
    ] {
        for to in PHASES {
            let mut work = Work::begun();
            work.state.apply(&Entry::PhaseEntered { phase: from }, Actor::Operator, work.now);
            let entered = work.enter(to);
            if from == to {
                assert_eq!(entered, Ok(vec![]), "{from:?}: it is so already");
            } else if expected.contains(&to) {
                assert_eq!(entered, Ok(vec![Entry::PhaseEntered { phase: to }]), "{from:?} to {to:?}");
            } else {
                assert_eq!(entered, Err(Refusal::WrongPhase), "{from:?} to {to:?}");
            }
        }
    }
}

#[test]
fn any_coordinator_takes_the_agreement_on_and_nobody_else() {
    for (name, expected) in [
        ("Astrid", None),
        ("Cilla", None),
        ("Elin", None),
        ("Bo", Some(Refusal::NotACoordinator)),
        ("David", Some(Refusal::NotACoordinator)),
    ] {
        let mut work = Work::begun();
        let entered = work.ask(name, Command::EnterPhase { phase: Phase::Consultation });
        assert_eq!(entered.err(), expected, "{name}");
    }
    let mut work = Work::begun();
    let command = Command::EnterPhase { phase: Phase::Consultation };
    assert_eq!(work.ask_as(Actor::Server, command), Err(Refusal::MembersOnly));
}

#[test]
fn signing_needs_a_signatory_for_each_party() {
    let mut work = decided();
    let whole = signing(&work);
    for (kept, refusal) in [(0, letter('B')), (1, letter('A'))] {
        let one = NewSigning { signatories: vec![whole.signatories[kept].clone()], ..whole.clone() };
        assert_eq!(work.ask("Elin", Command::RecordSigning(one)), Err(Refusal::NoSignatory(refusal)));
    }
    let mut stranger = whole.clone();
    stranger.signatories.push(signatory(PartyId::new(), "Ulla Ås"));
    assert_eq!(work.ask("Elin", Command::RecordSigning(stranger)), Err(Refusal::NoSuchParty));
    let mut nameless = whole.clone();
    nameless.signatories[1].name = " ".into();
    assert_eq!(work.ask("Elin", Command::RecordSigning(nameless)).unwrap_err().code(), "field-missing");
    let ahead = NewSigning { date: day("2027-02-02"), ..whole.clone() };
    assert_eq!(work.ask("Elin", Command::RecordSigning(ahead)), Err(Refusal::DayAhead));
    assert_eq!(work.ask("Bo", Command::RecordSigning(whole)), Err(Refusal::NotACoordinator));
}

#[test]
fn what_is_signed_is_what_was_decided() {
    let mut work = decided();
    let command = Command::RecordSigning(signing(&work));
    work.ask("Cilla", command.clone()).unwrap();
    assert_eq!(work.state.phase(), Phase::Signed);
    let signed = work.state.signing().unwrap();
    assert_eq!(signed.hash, work.state.decisions()[0].hash);
    assert_eq!(signed.revision, work.state.decisions()[0].revision);
    let names: Vec<_> = signed.signatories.iter().map(|one| one.name.text().unwrap()).collect();
    assert_eq!(names, ["Siv Berg", "Tor Ek"]);
    assert_eq!(work.ask("Cilla", command), Err(Refusal::NotDecided), "it is signed once");
}

#[test]
fn nothing_is_signed_before_it_is_decided() {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    let command = Command::RecordSigning(signing(&work));
    assert_eq!(work.ask("Elin", command), Err(Refusal::NotDecided));
}

#[test]
fn an_agreement_that_is_taken_up_again_is_decided_again_even_if_nothing_changes() {
    let mut work = decided();
    let command = Command::RecordSigning(signing(&work));
    work.ask("Elin", command.clone()).unwrap();
    work.enter(Phase::InForce).unwrap();
    assert_eq!(work.state.current_decisions().count(), 2);
    work.enter(Phase::UnderRevision).unwrap();
    assert_eq!(work.state.current_decisions().count(), 0);
    work.enter(Phase::Approval).unwrap();
    work.enter(Phase::Drafting).unwrap();
    work.enter(Phase::Approval).unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.state.phase(), Phase::Approval);
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert_eq!(work.state.phase(), Phase::Decided);
    work.ask("Elin", command).unwrap();
    assert_eq!(work.state.signing().unwrap().revision, work.state.decisions()[0].revision, "the same text");
}

#[test]
fn an_adopted_text_is_written_anew_only_under_a_revision() {
    let mut work = decided();
    let command = Command::RecordSigning(signing(&work));
    work.ask("Elin", command).unwrap();
    work.enter(Phase::InForce).unwrap();
    assert_eq!(work.reopen("Astrid", 0), Err(Refusal::TextIsFixed));
    work.enter(Phase::UnderRevision).unwrap();
    work.reopen("Astrid", 0).unwrap();
    assert!(work.state.may_write(work.member("Astrid"), work.id(0)).is_ok());
    assert!(work.state.signing().is_some(), "the adopted version stays");
    work.save(0, 'b');
    work.enter(Phase::Approval).unwrap();
}
