//! An anchoring sheet tells one organisation where the text is. Its own party makes it, and no other.

use super::*;
use crate::agreement::decide::NewSheet;
use crate::agreement::id::{OrganisationId, SheetId};
use crate::agreement::refusal::Field;

fn organisation(work: &Work, name: &str) -> OrganisationId {
    work.state.organisations().iter().find(|one| one.name == name).unwrap().id
}

fn of(work: &Work, organisation: OrganisationId, sections: &[usize]) -> NewSheet {
    let latest = |index: &usize| (work.id(*index), work.section(*index).latest().unwrap().number);
    NewSheet {
        organisation,
        sections: sections.iter().map(latest).collect(),
        questions: String::new(),
        mandate_asked: "Att godkänna texten som den är.".into(),
        due: None,
    }
}

fn make(work: &mut Work, by: &str, new: NewSheet) -> Result<SheetId, Refusal> {
    work.ask(by, Command::MakeSheet(new)).map(|entries| match entries.as_slice() {
        [Entry::AnchoringSheetMade { sheet }] => sheet.id,
        other => panic!("{other:?}"),
    })
}

#[test]
fn only_a_coordinator_of_the_organisations_own_party_makes_its_sheet() {
    let (mut work, _) = Work::ready_to_sign();
    let theatre = organisation(&work, "Teaterkällaren");
    for (by, refusal) in [
        ("Astrid", Refusal::OtherPartysMatter(letter('B'))),
        ("Elin", Refusal::NoPartyToActFor),
        ("David", Refusal::NotACoordinator),
    ] {
        let new = of(&work, theatre, &[0]);
        assert_eq!(make(&mut work, by, new), Err(refusal), "{by}");
    }
    let new = of(&work, theatre, &[2, 0]);
    let id = make(&mut work, "Cilla", new).unwrap();
    let made = work.state.sheet(id).unwrap();
    let shown: Vec<_> = made.sections.iter().map(|one| one.section).collect();
    assert_eq!(shown, [work.id(0), work.id(2)], "in the order of the text");
    let gone = of(&work, OrganisationId::new(), &[0]);
    assert_eq!(make(&mut work, "Cilla", gone), Err(Refusal::NoSuchOrganisation));
}

#[test]
fn a_sheet_shows_the_latest_revisions_says_what_is_asked_for_and_ends_on_a_day_to_come() {
    let (mut work, _) = Work::ready_to_sign();
    let new = of(&work, organisation(&work, "Teaterkällaren"), &[0]);
    let second = work.save(0, 'b');
    assert_eq!(make(&mut work, "Cilla", new.clone()), Err(Refusal::OtherText(second)));
    let new = of(&work, new.organisation, &[0]);
    for (wrong, refusal) in [
        (NewSheet { sections: vec![], ..new.clone() }, Refusal::NoSectionChosen),
        (NewSheet { mandate_asked: " ".into(), ..new.clone() }, Refusal::Missing(Field::MandateAsked)),
        (NewSheet { due: Some(day("2027-01-31")), ..new.clone() }, Refusal::DayPast),
    ] {
        assert_eq!(make(&mut work, "Cilla", wrong), Err(refusal));
    }
    let whole = NewSheet { questions: "Räcker tre åtgärder?".into(), due: Some(day("2027-02-01")), ..new };
    let id = make(&mut work, "Cilla", whole).unwrap();
    let made = work.state.sheet(id).unwrap();
    let questions = made.questions.as_ref().and_then(|questions| questions.text());
    assert_eq!((questions, made.due), (Some("Räcker tre åtgärder?"), Some(day("2027-02-01"))));
}

#[test]
fn an_organisation_is_told_what_changed_since_its_own_last_sheet() {
    let (mut work, _) = Work::ready_to_sign();
    let (theatre, swimmers) = (organisation(&work, "Teaterkällaren"), organisation(&work, "Simsällskapet"));
    let new = of(&work, theatre, &[0, 1]);
    let first = make(&mut work, "Cilla", new).unwrap();
    work.save(0, 'b');
    let new = of(&work, swimmers, &[0]);
    let others = make(&mut work, "Cilla", new).unwrap();
    work.save(0, 'c');
    let new = of(&work, theatre, &[0]);
    let second = make(&mut work, "Cilla", new).unwrap();
    let new = of(&work, theatre, &[0, 1, 2]);
    let third = make(&mut work, "Cilla", new).unwrap();
    let before = |sheet, index: usize| {
        let sheet = work.state.sheet(sheet).unwrap();
        work.state.shown_before(sheet, work.id(index)).map(|shown| shown.revision.0)
    };
    assert_eq!((before(first, 0), before(others, 0)), (None, None));
    assert_eq!(before(second, 0), Some(1), "and not what another organisation saw");
    assert_eq!((before(third, 0), before(third, 1), before(third, 2)), (Some(3), Some(1), None));
}

#[test]
fn a_mandate_may_say_which_sheet_of_its_holders_organisation_it_answers() {
    let (mut work, _) = Work::ready_to_sign();
    let new = of(&work, organisation(&work, "Teaterkällaren"), &[0]);
    let theatre = make(&mut work, "Cilla", new).unwrap();
    let new = of(&work, organisation(&work, "Simsällskapet"), &[0]);
    let swimmers = make(&mut work, "Cilla", new).unwrap();
    let mandate = |work: &Work, holder, sheet| {
        Command::RecordMandate(NewMandate { sheet: Some(sheet), ..work.new_mandate(holder) })
    };
    for (by, holder, sheet, refusal) in [
        ("Cilla", "David", swimmers, Refusal::SheetOfAnother),
        ("Astrid", "Bo", theatre, Refusal::SheetOfAnother),
        ("Cilla", "David", SheetId::new(), Refusal::NoSuchSheet),
    ] {
        let command = mandate(&work, holder, sheet);
        assert_eq!(work.ask(by, command), Err(refusal), "{holder}");
    }
    let command = mandate(&work, "David", theatre);
    work.ask("Cilla", command).unwrap();
    assert_eq!(work.state.mandates().last().unwrap().sheet, Some(theatre));
    let without = Entry::MandateRecorded { mandate: work.state.mandates()[0].what.clone() };
    assert!(!serde_json::to_string(&without).unwrap().contains("sheet"), "older entries keep their bytes");
}
