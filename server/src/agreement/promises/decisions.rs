//! Bodies decide on a text that is agreed, each for its own party; the last of them settles it.

use super::{Command, NewDecision, Phase, Refusal, RevisionNumber, Work, day, letter};
use crate::agreement::decide::NewAttachment;
use crate::agreement::description::Description;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::sample::{description, founded};

#[test]
fn bodies_decide_in_approval_and_only_when_every_section_is_agreed() {
    let (mut work, mandates) = Work::ready_to_sign();
    assert_eq!(work.decide("Astrid", 'A', "Kommunfullmäktige"), Err(Refusal::NotInApproval));
    work.enter(Phase::Approval).unwrap();
    work.sign_all(0, &mandates);
    work.sign_all(1, &mandates);
    work.sign("Bo", 2, mandates.bo).unwrap();
    work.sign("Cilla", 2, mandates.cilla).unwrap();
    assert_eq!(work.decide("Astrid", 'A', "Kommunfullmäktige"), Err(Refusal::NotAgreedYet));
    work.sign("David", 2, mandates.david).unwrap();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
}

#[test]
fn a_decision_is_recorded_by_the_partys_own_coordinator() {
    let (mut work, _) = Work::in_approval();
    for (by, refusal) in [
        ("Cilla", Refusal::OtherPartysMatter(letter('A'))),
        ("Elin", Refusal::OtherPartysMatter(letter('A'))),
        ("Bo", Refusal::NotACoordinator),
    ] {
        assert_eq!(work.decide(by, 'A', "Kommunfullmäktige"), Err(refusal), "{by}");
    }
}

#[test]
fn a_decision_is_on_the_whole_as_it_is_agreed() {
    let (mut work, _) = Work::in_approval();
    let entries = work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert!(
        matches!(entries[..], [Entry::AgreementRevisionSaved { .. }, Entry::DecisionRecorded { .. }]),
        "{entries:?}"
    );
    let decided = work.state.agreed_revision().unwrap().clone();
    let decision = work.state.decisions()[0].clone();
    assert_eq!((decision.revision, decision.hash), (decided.number, decided.hash));
    assert_eq!(decided.hash, work.whole());
    let second = work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert!(matches!(second[..], [Entry::DecisionRecorded { .. }, Entry::PhaseEntered { .. }]), "{second:?}");
    assert_eq!(work.state.decisions()[1].revision, decided.number, "the same revision");
}

#[test]
fn every_listed_body_of_every_party_decides_and_the_last_settles_it() {
    let mut described = description();
    described.parties[0].bodies = vec!["Kommunfullmäktige".into(), "Regionstyrelsen".into()];
    let mut work = agreed_in_approval(described);
    for (by, party, body) in [
        ("Astrid", 'A', "Kommunfullmäktige"),
        ("Astrid", 'A', "Fritidsnämnden"),
        ("Cilla", 'B', "Årsmötet"),
        ("Cilla", 'B', "Styrelsen"),
    ] {
        work.decide(by, party, body).unwrap();
        assert_eq!(work.state.phase(), Phase::Approval, "{body}");
    }
    let last = work.decide("Astrid", 'A', " regionstyrelsen ").unwrap();
    assert_eq!(last.last(), Some(&Entry::PhaseEntered { phase: Phase::Decided }));
    assert_eq!(work.state.decisions().last().unwrap().body, "Regionstyrelsen", "as it is listed");
}

/// The agreement of this description, agreed and in the phase of approval.
fn agreed_in_approval(described: Description) -> Work {
    let mut work = Work { state: founded(described), ..Work::begun() };
    for index in 0..3 {
        work.save(index, 'a');
    }
    let mandates = super::Mandates {
        bo: work.mandate("Astrid", "Bo"),
        cilla: work.mandate("Cilla", "Cilla"),
        david: work.mandate("Cilla", "David"),
    };
    (0..3).for_each(|index| work.sign_all(index, &mandates));
    work.enter(Phase::Approval).unwrap();
    work
}

#[test]
fn a_party_without_listed_bodies_needs_one_decision() {
    let (mut work, _) = Work::in_approval();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.state.phase(), Phase::Approval);
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert_eq!(work.state.phase(), Phase::Decided);
}

#[test]
fn a_body_decides_once_on_a_text() {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Astrid", 'A', "Fritidsnämnden").unwrap();
    for again in ["Kommunfullmäktige", "kommunfullma\u{308}ktige", " fritidsnämnden"] {
        assert_eq!(work.decide("Astrid", 'A', again), Err(Refusal::BodyHasDecided), "{again}");
    }
}

#[test]
fn a_decision_names_its_body_and_paragraph_and_is_not_ahead_of_its_day() {
    let (mut work, _) = Work::in_approval();
    let new = work.new_decision('A', "Kommunfullmäktige");
    let hash = work.whole();
    let minutes = |name: &str| {
        let name = name.to_owned();
        Some(NewAttachment { content: Digest([5; 32]), name, media_type: "application/pdf".into(), bytes: 7 })
    };
    for (wrong, code) in [
        (NewDecision { body: " ".into(), ..new.clone() }, "field-missing"),
        (NewDecision { paragraph: String::new(), ..new.clone() }, "field-missing"),
        (NewDecision { minutes: minutes(""), ..new.clone() }, "field-missing"),
        (NewDecision { date: day("2027-02-02"), ..new.clone() }, "day-ahead"),
    ] {
        let refused = work.ask("Astrid", Command::RecordDecision { decision: wrong, hash });
        assert_eq!(refused.unwrap_err().code(), code);
    }
    let decision = NewDecision { minutes: minutes("protokoll.pdf"), ..new };
    let entries = work.ask("Astrid", Command::RecordDecision { decision, hash }).unwrap();
    assert_eq!(entries[1].attachments().len(), 1);
}

#[test]
fn a_section_that_is_opened_after_a_decision_makes_the_decision_count_no_more() {
    let (mut work, mandates) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert_eq!(work.enter(Phase::Drafting), Err(Refusal::WrongPhase), "not behind the backs of who decided");
    work.reopen("Elin", 0).unwrap();
    assert_eq!(work.state.current_decisions().count(), 0);
    assert_eq!(work.state.agreed_revision(), None);
    work.save(0, 'b');
    work.sign_all(0, &mandates);
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.state.phase(), Phase::Approval, "party A has decided on another text");
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert_eq!(work.state.phase(), Phase::Decided);
    assert_eq!((work.state.decisions().len(), work.state.current_decisions().count()), (3, 2));
}

#[test]
fn a_decision_counts_again_when_its_very_text_is_agreed_again() {
    let (mut work, mandates) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.reopen("Elin", 0).unwrap();
    work.save(0, 'b');
    work.save_all("Elin").unwrap();
    work.save(0, 'a');
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.state.agreed_revision().unwrap().number, RevisionNumber(1));
    assert_eq!(work.decide("Astrid", 'A', "Kommunfullmäktige"), Err(Refusal::BodyHasDecided));
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.state.phase(), Phase::Decided);
}
