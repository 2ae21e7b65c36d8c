//! A revision is immutable, and made only of what has changed.

use super::{Actor, Command, Refusal, RevisionNumber, SaveRevision, Standing, Work};
use crate::agreement::entry::Entry;
use crate::agreement::section::Phase;

#[test]
fn revisions_are_numbered_from_one_in_each_section() {
    let mut work = Work::begun();
    assert_eq!(work.save(0, 'a'), RevisionNumber(1));
    assert_eq!(work.save(0, 'b'), RevisionNumber(2));
    assert_eq!(work.save(1, 'a'), RevisionNumber(1));
    let section = work.section(0);
    assert_eq!(section.revision(RevisionNumber(1)).unwrap().number, RevisionNumber(1));
    assert_eq!(section.revision(RevisionNumber(0)), None);
    assert_eq!(section.revision(RevisionNumber(3)), None);
}

#[test]
fn saving_unchanged_text_makes_no_entry_and_nothing_stale() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.save_named(0, ""), Ok(vec![]));
    assert_eq!(work.save_named(0, "  "), Ok(vec![]));
    assert_eq!(work.standings(0), [Standing::Current]);
    assert_eq!(work.section(0).revisions.len(), 1);
}

#[test]
fn an_unnamed_revision_is_named_once_and_its_text_stays() {
    let mut work = Work::begun();
    work.save(0, 'a');
    let before = work.section(0).latest().unwrap().clone();
    let named = work.save_named(0, " Till styrgruppen ").unwrap();
    assert!(matches!(named[..], [Entry::RevisionNamed { revision: RevisionNumber(1), .. }]), "{named:?}");
    let after = work.section(0).latest().unwrap();
    assert_eq!(after.name.as_ref().unwrap().text(), Some("Till styrgruppen"));
    let mut nameless = after.clone();
    (nameless.what.name, nameless.what.note) = (None, None);
    assert_eq!(nameless, before);
    assert_eq!(work.save_named(0, "Ett annat namn"), Ok(vec![]));
    let name = work.section(0).latest().unwrap().name.clone();
    assert_eq!(name.unwrap().text(), Some("Till styrgruppen"));
}

#[test]
fn drafters_coordinators_and_the_server_save_and_the_server_says_so() {
    let mut work = Work::begun();
    work.write(0, 'a');
    for name in ["Bo", "Cilla", "David", "Elin"] {
        let saved = work.ask(name, Command::SaveRevision(work.saving(0)));
        let expected = (name == "Bo").then_some(Refusal::NotADrafterOrCoordinator);
        assert_eq!(saved.err(), expected, "{name}");
    }
    assert!(!work.section(0).latest().unwrap().automatic);
    work.write(0, 'b');
    work.ask_as(Actor::Server, Command::SaveRevision(work.saving(0))).unwrap();
    assert!(work.section(0).latest().unwrap().automatic);
}

#[test]
fn a_restored_text_names_the_revision_it_brought_back() {
    let mut work = Work::begun();
    work.save(0, 'a');
    work.save(0, 'b');
    work.write(0, 'a');
    let restoring = |from| SaveRevision { restored_from: Some(RevisionNumber(from)), ..work.saving(0) };
    let (first, third) = (restoring(1), restoring(3));
    assert_eq!(work.ask("Astrid", Command::SaveRevision(third)), Err(Refusal::NoSuchRevision));
    work.ask("Astrid", Command::SaveRevision(first)).unwrap();
    let latest = work.section(0).latest().unwrap();
    assert_eq!((latest.number, latest.restored_from), (RevisionNumber(3), Some(RevisionNumber(1))));
    assert_eq!(latest.hash, work.section(0).revision(RevisionNumber(1)).unwrap().hash);
}

#[test]
fn a_rename_makes_approvals_stale_at_once_and_needs_a_new_revision() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 1, mandates.bo).unwrap();
    work.reopen("Astrid", 1).unwrap();
    assert_eq!(work.standings(1), [Standing::Current]);
    work.rename("Cilla", 1, "Öppenhet och insyn").unwrap();
    assert_eq!(work.standings(1), [Standing::Stale]);
    assert_eq!(work.sign("Bo", 1, mandates.bo), Err(Refusal::EditedSince(RevisionNumber(1))));
    work.save_named(1, "").unwrap();
    assert_eq!(work.standings(1), [Standing::Stale]);
    work.rename("Cilla", 1, "Öppenhet").unwrap();
    work.save_named(1, "").unwrap();
    assert_eq!(work.standings(1), [Standing::Current], "it is called again what was approved");
}

#[test]
fn a_title_that_reads_the_same_is_the_same() {
    let mut work = Work::begun();
    for same in ["Öppenhet", "  Öppenhet\n", "O\u{308}ppenhet"] {
        assert_eq!(work.rename("Elin", 1, same), Ok(vec![]), "{same:?}");
    }
    work.rename("Elin", 1, " Öppenhet\noch\tinsyn ").unwrap();
    assert_eq!(work.section(1).title, "Öppenhet och insyn");
    assert_eq!(work.rename("Elin", 1, " \n ").unwrap_err().code(), "field-missing");
    assert_eq!(work.rename("Elin", 1, &"Å".repeat(201)).unwrap_err().code(), "field-too-long");
    assert_eq!(work.rename("David", 1, "Insyn"), Err(Refusal::NotACoordinator));
}

#[test]
fn a_locked_section_takes_neither_revision_nor_title() {
    let (mut work, mandates) = Work::agreed();
    work.reopen("Astrid", 1).unwrap();
    work.sign("Bo", 1, mandates.bo).unwrap();
    work.withdraw("David", work.sign_off(1, 2).given.id).unwrap();
    for (index, refusal) in [(0, Refusal::SectionAgreed), (1, Refusal::SectionLocked)] {
        work.write(index, 'x');
        let command = Command::SaveRevision(work.saving(index));
        assert_eq!(work.ask_as(Actor::Server, command), Err(refusal.clone()));
        assert_eq!(work.save_all("Astrid"), Err(refusal.clone()));
        assert_eq!(work.rename("Elin", index, "Något annat"), Err(refusal));
        work.write(index, 'a');
    }
}

#[test]
fn the_whole_is_saved_with_each_text_that_has_changed() {
    let mut work = Work::begun();
    work.save(0, 'a');
    work.write(1, 'b');
    let saved = work.save_all("David").unwrap();
    assert_eq!(saved.len(), 3, "two texts that had no revision, and the whole: {saved:?}");
    let whole = work.state.revisions()[0].clone();
    assert_eq!((whole.number, whole.hash), (RevisionNumber(1), work.whole()));
    let of: Vec<_> = whole.sections.iter().map(|one| (one.section, one.revision, one.hash)).collect();
    let latest: Vec<_> = (0..3)
        .map(|index| (work.id(index), RevisionNumber(1), work.section(index).latest().unwrap().hash))
        .collect();
    assert_eq!(of, latest);
    assert_eq!(work.save_all("David"), Ok(vec![]), "nothing has changed");
    work.write(2, 'c');
    assert_eq!(work.save_all("David").unwrap().len(), 2);
    assert_eq!(work.save_all("Bo"), Err(Refusal::NotADrafterOrCoordinator));
}

#[test]
fn the_whole_is_every_section_once_in_the_order_of_the_text() {
    let mut work = Work::begun();
    let texts: Vec<_> = (0..3).map(|index| (work.id(index), work.text(index))).collect();
    let [one, two, three] = [&texts[0], &texts[1], &texts[2]].map(Clone::clone);
    let part = |texts: &[_]| texts.to_vec();
    for (texts, wrong) in [
        (part(&[]), one.0),
        (part(&[one.clone(), two.clone()]), three.0),
        (part(&[one.clone(), one.clone(), two.clone()]), one.0),
        (part(&[two.clone(), one.clone(), three.clone()]), two.0),
        (part(&[one.clone(), two.clone(), three.clone(), three.clone()]), three.0),
    ] {
        let (name, note) = (String::new(), String::new());
        let command = Command::SaveAgreementRevision { texts, hash: work.whole(), name, note };
        assert_eq!(work.ask("Astrid", command), Err(Refusal::NoSuchSection(wrong)));
    }
}

#[test]
fn what_was_decided_is_not_saved_anew_until_a_revision_begins() {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.state.phase(), Phase::Decided);
    work.write(0, 'x');
    assert_eq!(work.save_named(0, ""), Err(Refusal::SectionAgreed));
    assert_eq!(work.reopen("Astrid", 0), Err(Refusal::TextIsFixed));
}
