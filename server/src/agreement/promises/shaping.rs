//! What the agreement is about, its plan and its parties; which sections it has, and in which order.

use super::*;
use crate::agreement::decide::{AgreementChange, PartyChange};
use crate::agreement::section::SectionKind;

fn title(title: &str) -> Command {
    Command::ChangeAgreement(AgreementChange { title: Some(title.into()), ..AgreementChange::default() })
}

fn named(party: PartyId, name: &str) -> Command {
    Command::ChangeParty { party, change: PartyChange { name: Some(name.into()), ..PartyChange::default() } }
}

#[test]
fn any_coordinator_changes_what_concerns_the_whole_and_nothing_is_recorded_twice() {
    let mut work = Work::begun();
    assert_eq!(work.ask("Bo", title("Ny")), Err(Refusal::NotACoordinator));
    assert_eq!(work.ask("Elin", title("Ny  titel")).unwrap().len(), 1);
    assert_eq!(work.state.title(), Some("Ny titel"));
    assert_eq!(work.ask("Cilla", title("Ny titel")), Ok(vec![]));
    let zone = AgreementChange { time_zone: Some("Europe/Nowhere".into()), ..AgreementChange::default() };
    assert_eq!(work.ask("Elin", Command::ChangeAgreement(zone)), Err(Refusal::UnknownTimeZone));
    let tongue = AgreementChange { languages: Some(vec![]), ..AgreementChange::default() };
    assert_eq!(work.ask("Elin", Command::ChangeAgreement(tongue)), Err(Refusal::UnknownLanguage));
    let plan = |approval: &str, signed: &str| Command::ChangePlan {
        plan: [(Phase::Approval, day(approval)), (Phase::Signed, day(signed))].into(),
    };
    assert_eq!(work.ask("Elin", plan("2027-05-01", "2027-04-01")), Err(Refusal::PlanOutOfOrder));
    work.ask("Elin", plan("2027-04-01", "2027-05-01")).unwrap();
    assert_eq!(work.state.plan()[&Phase::Signed], day("2027-05-01"));
}

#[test]
fn a_party_is_changed_by_its_own_coordinators() {
    let mut work = Work::begun();
    let b = work.party('B');
    for by in ["Astrid", "Elin"] {
        assert_eq!(work.ask(by, named(b, "Rådet")), Err(Refusal::OtherPartysMatter(letter('B'))));
        let add = Command::AddOrganisation { party: b, name: "Kören".into() };
        assert_eq!(work.ask(by, add), Err(Refusal::OtherPartysMatter(letter('B'))));
    }
    assert_eq!(work.ask("Cilla", named(b, "Björkdals kommun")), Err(Refusal::NameTaken));
    work.ask("Cilla", named(b, "Rådet")).unwrap();
    let used = work.state.organisations_of(b).next().unwrap().id;
    let remove = Command::RemoveOrganisation { organisation: used };
    assert_eq!(work.ask("Astrid", remove.clone()), Err(Refusal::OtherPartysMatter(letter('B'))));
    assert_eq!(work.ask("Cilla", remove), Err(Refusal::OrganisationInUse));
}

#[test]
fn another_name_of_a_party_that_answers_for_a_section_makes_its_approvals_stale() {
    let (mut work, mandates) = Work::ready_to_sign();
    let a = work.party('A');
    work.sign("Bo", 1, mandates.bo).unwrap();
    assert_eq!(work.ask("Astrid", named(a, "Staden")), Err(Refusal::ApprovalUnderWay));
    work.reopen("Astrid", 1).unwrap();
    assert_eq!(work.standings(1), [Standing::Current]);
    work.ask("Astrid", named(a, "Staden")).unwrap();
    assert_eq!(work.standings(1), [Standing::Stale]);
    work.ask("Astrid", named(a, "Björkdals kommun")).unwrap();
    assert_eq!(work.standings(1), [Standing::Current], "it is the same text again");
    // Other parties that answer for it are another text, too.
    let section = work.id(1);
    let responsible = vec![work.party('B')];
    work.ask("Elin", Command::ChangeResponsible { section, responsible }).unwrap();
    assert_eq!(work.standings(1), [Standing::Stale]);
}

#[test]
fn a_whole_that_was_saved_under_another_title_is_not_the_one_that_is_decided() {
    let (mut work, _) = Work::agreed();
    work.save_all("Astrid").unwrap();
    work.enter(Phase::Approval).unwrap();
    assert!(work.state.agreed_revision().is_some());
    work.ask("Elin", title("Ny titel")).unwrap();
    assert!(work.state.agreed_revision().is_none());
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    assert_eq!(work.state.agreed_revision().unwrap().number, RevisionNumber(2));
    // Once a body has decided, all stays as it is.
    let sections = (0..3).rev().map(|index| work.id(index)).collect();
    for command in [title("En till"), named(work.party('A'), "X"), Command::OrderSections { sections }] {
        assert_eq!(work.ask("Astrid", command), Err(Refusal::BodiesDecide));
    }
}

#[test]
fn sections_are_added_ordered_retired_and_brought_back() {
    let mut work = Work::begun();
    let [first, second, third] = [work.id(0), work.id(1), work.id(2)];
    let add = Command::AddSection { kind: SectionKind::Free, title: "Bilaga".into(), responsible: vec![] };
    assert_eq!(work.ask("David", add.clone()), Err(Refusal::NotACoordinator));
    work.ask("Cilla", add).unwrap();
    let fourth = work.id(3);
    let order = |sections: &[SectionId]| Command::OrderSections { sections: sections.to_vec() };
    for wrong in [&[first, second, third][..], &[first, first, second, third, fourth], &[]] {
        assert_eq!(work.ask("Cilla", order(wrong)), Err(Refusal::NotEverySection));
    }
    work.ask("Cilla", order(&[fourth, third, first, second])).unwrap();
    assert_eq!([work.id(0), work.id(1)], [fourth, third]);
    let retire = |section| Command::RetireSection { section, reason: "Hör inte hit.".into() };
    work.ask("Astrid", retire(fourth)).unwrap();
    assert_eq!(work.ask("Astrid", retire(fourth)), Err(Refusal::NoSuchSection(fourth)));
    let astrid = work.member("Astrid");
    assert_eq!(work.state.may_write(astrid, fourth), Err(Refusal::NoSuchSection(fourth)));
    assert_eq!(work.state.retired_section(fourth).unwrap().title, "Bilaga");
    work.ask("Elin", Command::BringBackSection { section: fourth }).unwrap();
    assert_eq!(work.id(3), fourth, "as the last");
    for section in [fourth, third, second] {
        work.ask("Astrid", retire(section)).unwrap();
    }
    assert_eq!(work.ask("Astrid", retire(first)), Err(Refusal::LastSection));
}

#[test]
fn a_section_that_is_being_approved_is_not_taken_out() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let section = work.id(0);
    let retire = Command::RetireSection { section, reason: "Bort.".into() };
    assert_eq!(work.ask("Astrid", retire), Err(Refusal::SectionLocked));
    let responsible = Command::ChangeResponsible { section, responsible: vec![] };
    assert_eq!(work.ask("Astrid", responsible), Err(Refusal::SectionLocked));
}
