//! Who is forgotten, what is erased, and what is purged.

use super::*;
use crate::agreement::decide::Erasure;

fn erase(entry: &Entry, reason: &str) -> Command {
    let words = entry.words()[0].digest();
    let (entry, by) = (Box::new(entry.clone()), Actor::Server);
    Command::EraseWords(Erasure { position: 1, entry, by, words, reason: reason.into() })
}

#[test]
fn who_is_forgotten_has_no_name_and_keeps_what_they_did() {
    let mut work = Work::begun();
    let david = work.member("David");
    let forget = |ground: &str| Command::AnonymiseMember { member: david, ground: ground.into() };
    assert_eq!(work.ask("Astrid", forget("")), Err(Refusal::OtherParty(Some(letter('B')))));
    let entries = work.ask("Cilla", forget("")).unwrap();
    assert!(matches!(
        entries[..],
        [Entry::MemberRemoved { .. }, Entry::MemberAnonymised { ground: None, .. }]
    ));
    let gone = work.state.present_or_former(david).unwrap();
    assert_eq!((gone.name.text(), gone.email.text(), work.state.member(david)), (None, None, None));
    assert_eq!(work.ask("Cilla", forget("")), Ok(vec![]), "once is enough");
    let cilla = work.member("Cilla");
    let herself = Command::AnonymiseMember { member: cilla, ground: String::new() };
    assert_eq!(work.ask("Cilla", herself), Err(Refusal::LastCoordinator(letter('B'))));
}

#[test]
fn the_name_of_who_has_approved_is_erased_on_a_legal_ground_only() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let bo = work.member("Bo");
    let forget = |ground: &str| Command::AnonymiseMember { member: bo, ground: ground.into() };
    assert_eq!(work.ask("Astrid", forget("  ")), Err(Refusal::GroundNeeded));
    work.ask("Astrid", Command::RemoveMember { member: bo }).unwrap();
    assert_eq!(work.ask("Astrid", forget("")), Err(Refusal::GroundNeeded), "also who has left");
    work.ask("Astrid", forget("Artikel 17")).unwrap();
    assert_eq!(work.sign_off(0, 0).given.member, bo);
}

#[test]
fn words_are_erased_by_who_may_and_their_digest_stays() {
    let mut work = Work::begun();
    let new = work.new_mandate("Bo");
    let entry = work.ask("Astrid", Command::RecordMandate(new)).unwrap().remove(0);
    let other = Err(Refusal::OtherPartysMatter(letter('A')));
    for by in ["Cilla", "Elin"] {
        assert_eq!(work.ask(by, erase(&entry, "Fel.")), other, "{by}");
    }
    assert_eq!(work.ask("Bo", erase(&entry, "Fel.")), Err(Refusal::NotACoordinator));
    assert_eq!(
        work.ask("Astrid", erase(&entry, " ")),
        Err(Refusal::Missing(super::super::refusal::Field::Reason))
    );
    work.ask("Astrid", erase(&entry, "Fel person.")).unwrap();
    let mandate = work.state.mandates().last().unwrap();
    assert_eq!((mandate.issuer.text(), mandate.paragraph.text()), (None, Some("§ 4")));
    assert_eq!(mandate.issuer.digest(), entry.words()[0].digest());
}

#[test]
fn a_member_is_forgotten_whole_and_not_word_by_word() {
    let mut work = Work::begun();
    let member = work.state.member(work.member("Bo")).unwrap().clone();
    let entry = Entry::MemberAdded { member };
    assert_eq!(work.ask("Astrid", erase(&entry, "Fel.")), Err(Refusal::ErasedWithTheMember));
    let reopened = Entry::MemberRemoved { member: work.member("Bo") };
    let words = Digest([1; 32]);
    let (entry, by) = (Box::new(reopened), Actor::Operator);
    let erasure = Erasure { position: 1, entry, by, words, reason: "Fel.".into() };
    assert_eq!(work.ask("Astrid", Command::EraseWords(erasure)), Err(Refusal::NoSuchWords));
}

#[test]
fn working_material_is_purged_after_the_decision_it_rests_on() {
    let (mut work, _) = Work::in_approval();
    let purge = |work: &Work, decision| {
        let texts = (0..3).map(|index| (work.id(index), 7)).collect();
        Command::PurgeWorkingMaterial { decision, texts, notes: vec![] }
    };
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    let decision = work.state.decisions()[0].id;
    let asked = purge(&work, decision);
    assert_eq!(work.ask("Astrid", asked.clone()), Err(Refusal::PurgedWhenDecided));
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    assert_eq!(work.ask("Bo", asked.clone()), Err(Refusal::NotACoordinator));
    let unknown = purge(&work, super::super::id::DecisionId::new());
    assert_eq!(work.ask("Astrid", unknown), Err(Refusal::NoSuchDecision));
    let one = Command::PurgeWorkingMaterial { decision, texts: vec![(work.id(0), 7)], notes: vec![] };
    assert_eq!(work.ask("Astrid", one), Err(Refusal::NotEverySection));
    work.ask("Elin", asked.clone()).unwrap();
    assert_eq!(work.ask("Astrid", asked), Ok(vec![]), "once is enough");
    let purged = work.state.purged().unwrap();
    assert_eq!((purged.decision, purged.sections.len(), purged.sections[0].until), (decision, 3, 7));
}

#[test]
fn what_a_party_s_people_wrote_is_erased_by_its_own_coordinators() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let entry = work.reopen("David", 0).unwrap().remove(0);
    let words = entry.words()[0].digest();
    let by = member(work.member("David"));
    let erasing = |entry: &Entry, words| {
        let entry = Box::new(entry.clone());
        Command::EraseWords(Erasure { position: 9, entry, by, words, reason: "Fel.".into() })
    };
    for other in ["Astrid", "Elin"] {
        let refused = Err(Refusal::OtherPartysMatter(letter('B')));
        assert_eq!(work.ask(other, erasing(&entry, words)), refused, "{other}");
    }
    let erased = work.ask("Cilla", erasing(&entry, words)).unwrap().remove(0);
    // And why it was erased is not erased in turn.
    let reason = erased.words()[0].digest();
    assert_eq!(work.ask("Cilla", erasing(&erased, reason)), Err(Refusal::WhyItIsGone));
}
