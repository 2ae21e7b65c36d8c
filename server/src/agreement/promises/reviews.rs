//! Before a consultation, people are asked whether sections are ready: each answers for themselves, on a text that
//! is named.

use super::*;
use crate::agreement::decide::{Erasure, NewAnswer, NewReview};
use crate::agreement::id::ReviewId;
use crate::agreement::member::Role;
use crate::agreement::refusal::Field;
use crate::agreement::review::AskedReview;

/// Elin asks Astrid and David about the first two sections, until the 20th of February.
fn asked() -> (Work, ReviewId) {
    let (mut work, _) = Work::ready_to_sign();
    let new = asking(&work, &[0, 1], &["Astrid", "David"]);
    let id = ask_for(&mut work, "Elin", new).unwrap();
    (work, id)
}

fn asking(work: &Work, sections: &[usize], reviewers: &[&str]) -> NewReview {
    let latest = |index: &usize| (work.id(*index), work.section(*index).latest().unwrap().number);
    NewReview {
        sections: sections.iter().map(latest).collect(),
        reviewers: reviewers.iter().map(|name| work.member(name)).collect(),
        question: "Kan det här gå ut på remiss?".into(),
        due: day("2027-02-20"),
    }
}

fn ask_for(work: &mut Work, by: &str, new: NewReview) -> Result<ReviewId, Refusal> {
    work.ask(by, Command::AskReview(new)).map(|entries| match entries.as_slice() {
        [Entry::ReviewAsked { review }] => review.id,
        other => panic!("{other:?}"),
    })
}

fn ready(work: &Work, review: ReviewId, index: usize) -> NewAnswer {
    let latest = work.section(index).latest().unwrap();
    let (section, revision, hash) = (work.id(index), latest.number, latest.hash);
    NewAnswer { review, section, revision, hash, ready: true, because: String::new() }
}

fn answer(work: &mut Work, by: &str, new: NewAnswer) -> Result<Vec<Entry>, Refusal> {
    work.ask(by, Command::AnswerReview(new))
}

fn review(work: &Work, id: ReviewId) -> &AskedReview {
    work.state.review(id).unwrap()
}

#[test]
fn any_coordinator_asks_and_nobody_else() {
    let (mut work, _) = Work::ready_to_sign();
    for by in ["Astrid", "Cilla", "Elin"] {
        let new = asking(&work, &[0], &["David"]);
        ask_for(&mut work, by, new).unwrap();
    }
    for by in ["Bo", "David"] {
        let new = asking(&work, &[0], &["David"]);
        assert_eq!(ask_for(&mut work, by, new), Err(Refusal::NotACoordinator), "{by}");
    }
    let command = Command::AskReview(asking(&work, &[0], &["David"]));
    assert_eq!(work.ask_as(Actor::Server, command), Err(Refusal::MembersOnly));
}

#[test]
fn a_review_names_the_latest_revision_of_each_section_once_and_in_the_order_of_the_text() {
    let (mut work, _) = Work::ready_to_sign();
    let second = work.save(1, 'b');
    let id = {
        let new = asking(&work, &[1, 0, 1], &["David", "Astrid", "David"]);
        ask_for(&mut work, "Elin", new).unwrap()
    };
    let asked = &review(&work, id).asked;
    let named: Vec<_> = asked.sections.iter().map(|one| (one.section, one.revision)).collect();
    assert_eq!(named, [(work.id(0), RevisionNumber(1)), (work.id(1), second)]);
    assert_eq!(asked.sections[1].hash, work.section(1).latest().unwrap().hash);
    assert_eq!(asked.reviewers.len(), 2);
    let stale =
        NewReview { sections: vec![(work.id(1), RevisionNumber(1))], ..asking(&work, &[0], &["David"]) };
    assert_eq!(ask_for(&mut work, "Elin", stale), Err(Refusal::OtherText(second)));
}

#[test]
fn a_review_needs_sections_with_revisions_people_a_question_and_a_day_to_come() {
    let mut work = Work::begun();
    let unsaved = NewReview {
        sections: vec![(work.id(0), RevisionNumber(1))],
        reviewers: vec![work.member("David")],
        question: "Klart?".into(),
        due: day("2027-02-20"),
    };
    assert_eq!(ask_for(&mut work, "Elin", unsaved), Err(Refusal::NoRevision));
    let (mut work, _) = Work::ready_to_sign();
    let new = asking(&work, &[0], &["David"]);
    let observer = work.member("Bo");
    work.ask("Astrid", Command::ChangeRoles { member: observer, roles: [Role::Observer].into() }).unwrap();
    let nobody = MemberId::new();
    for (wrong, refusal) in [
        (NewReview { sections: vec![], ..new.clone() }, Refusal::NoSectionChosen),
        (NewReview { reviewers: vec![], ..new.clone() }, Refusal::NobodyAsked),
        (NewReview { reviewers: vec![nobody], ..new.clone() }, Refusal::NoSuchMember(nobody)),
        (NewReview { reviewers: vec![observer], ..new.clone() }, Refusal::ObserverAsked),
        (NewReview { question: " \n".into(), ..new.clone() }, Refusal::Missing(Field::Question)),
        (NewReview { due: day("2027-01-31"), ..new.clone() }, Refusal::DayPast),
    ] {
        assert_eq!(ask_for(&mut work, "Elin", wrong), Err(refusal));
    }
    ask_for(&mut work, "Elin", NewReview { due: day("2027-02-01"), ..new }).unwrap();
}

#[test]
fn each_answers_for_themselves_and_only_who_was_asked() {
    let (mut work, id) = asked();
    for by in ["Bo", "Cilla", "Elin"] {
        let new = ready(&work, id, 0);
        assert_eq!(answer(&mut work, by, new), Err(Refusal::NotAReviewer), "{by}");
    }
    let new = ready(&work, id, 0);
    answer(&mut work, "David", new).unwrap();
    let (david, astrid, section) = (work.member("David"), work.member("Astrid"), work.id(0));
    assert!(review(&work, id).answer_of(david, section).unwrap().ready);
    assert_eq!(review(&work, id).answer_of(astrid, section), None);
    let other = NewAnswer { section: work.id(2), ..ready(&work, id, 2) };
    assert_eq!(answer(&mut work, "David", other), Err(Refusal::SectionNotInReview));
    let unknown = NewAnswer { review: ReviewId::new(), ..ready(&work, id, 0) };
    assert_eq!(answer(&mut work, "David", unknown), Err(Refusal::NoSuchReview));
}

#[test]
fn not_yet_needs_its_because() {
    let (mut work, id) = asked();
    let not_yet = NewAnswer { ready: false, ..ready(&work, id, 0) };
    assert_eq!(answer(&mut work, "David", not_yet.clone()), Err(Refusal::Missing(Field::Because)));
    let because = NewAnswer { because: "Siffrorna är från i fjol.".into(), ..not_yet };
    answer(&mut work, "David", because).unwrap();
    let given = review(&work, id).answer_of(work.member("David"), work.id(0)).unwrap().clone();
    let because = given.because.as_ref().and_then(|because| because.text());
    assert_eq!((given.ready, because), (false, Some("Siffrorna är från i fjol.")));
}

#[test]
fn the_latest_answer_counts_and_the_earlier_ones_stay() {
    let (mut work, id) = asked();
    let (david, section) = (work.member("David"), work.id(0));
    let not_yet = NewAnswer { ready: false, because: "Oklart.".into(), ..ready(&work, id, 0) };
    let yes = ready(&work, id, 0);
    answer(&mut work, "David", not_yet.clone()).unwrap();
    assert_eq!(answer(&mut work, "David", not_yet.clone()), Ok(vec![]), "a request that was sent twice");
    answer(&mut work, "David", yes).unwrap();
    assert!(review(&work, id).answer_of(david, section).unwrap().ready);
    assert_eq!(review(&work, id).answers.len(), 2);
    answer(&mut work, "David", not_yet).unwrap();
    assert!(!review(&work, id).answer_of(david, section).unwrap().ready);
    assert_eq!(review(&work, id).answers.len(), 3);
}

#[test]
fn an_answer_is_about_the_revision_asked_or_a_later_one_by_its_hash() {
    let (mut work, _) = Work::ready_to_sign();
    let first = ready(&work, ReviewId::new(), 0);
    let second = work.save(0, 'b');
    let new = asking(&work, &[0], &["David"]);
    let id = ask_for(&mut work, "Elin", new).unwrap();
    let early = NewAnswer { review: id, ..first };
    assert_eq!(answer(&mut work, "David", early), Err(Refusal::EarlierRevision(second)));
    let of_second = ready(&work, id, 0);
    let third = work.save(0, 'c');
    let forged = NewAnswer { hash: Digest([0; 32]), ..of_second.clone() };
    assert_eq!(answer(&mut work, "David", forged), Err(Refusal::OtherText(third)));
    let unknown = NewAnswer { revision: RevisionNumber(9), ..of_second.clone() };
    assert_eq!(answer(&mut work, "David", unknown), Err(Refusal::NoSuchRevision));
    answer(&mut work, "David", of_second).unwrap();
    let of_third = ready(&work, id, 0);
    answer(&mut work, "David", of_third).unwrap();
    let given = review(&work, id).answer_of(work.member("David"), work.id(0)).unwrap().clone();
    assert_eq!((given.revision, given.hash), (third, work.section(0).latest().unwrap().hash));
}

#[test]
fn a_closed_review_takes_no_answers_and_is_not_extended() {
    let (mut work, id) = asked();
    assert_eq!(work.ask("Bo", Command::CloseReview { review: id }), Err(Refusal::NotACoordinator));
    work.ask("Cilla", Command::CloseReview { review: id }).unwrap();
    let new = ready(&work, id, 0);
    assert_eq!(answer(&mut work, "David", new), Err(Refusal::ReviewClosed));
    let longer = Command::ExtendReview { review: id, due: day("2027-03-01") };
    assert_eq!(work.ask("Elin", longer), Err(Refusal::ReviewClosed));
    assert_eq!(work.ask("Elin", Command::CloseReview { review: id }), Err(Refusal::ReviewClosed));
    assert!(work.state.unanswered(review(&work, id), work.member("David")).is_empty());
}

#[test]
fn the_last_day_is_moved_by_coordinators_and_not_into_the_past() {
    let (mut work, id) = asked();
    let moved = |due: &str| Command::ExtendReview { review: id, due: day(due) };
    assert_eq!(work.ask("David", moved("2027-03-01")), Err(Refusal::NotACoordinator));
    assert_eq!(work.ask("Cilla", moved("2027-01-31")), Err(Refusal::DayPast));
    assert_eq!(work.ask("Cilla", moved("2027-02-20")), Ok(vec![]), "that is its last day already");
    work.ask("Cilla", moved("2027-03-01")).unwrap();
    let review = review(&work, id);
    assert_eq!((review.due, review.asked.due), (day("2027-03-01"), day("2027-02-20")));
}

#[test]
fn who_has_not_answered_is_late_once_the_last_day_is_over_at_home() {
    let (mut work, id) = asked();
    let new = ready(&work, id, 0);
    answer(&mut work, "David", new).unwrap();
    for index in 0..2 {
        let new = ready(&work, id, index);
        answer(&mut work, "Astrid", new).unwrap();
    }
    let (astrid, david) = (work.member("Astrid"), work.member("David"));
    let late = |work: &Work, member, at: &str| {
        work.state.is_late(review(work, id), member, work.state.day_of(at.parse().unwrap()))
    };
    // Stockholm is an hour ahead of UTC in winter.
    assert!(!late(&work, david, "2027-02-20T22:59:59Z"));
    assert!(late(&work, david, "2027-02-20T23:00:00Z"));
    assert!(!late(&work, astrid, "2027-03-20T23:00:00Z"), "she has answered");
    assert_eq!(work.state.unanswered(review(&work, id), david), [work.id(1)]);
    let retire = Command::RetireSection { section: work.id(1), reason: "Hör inte hit.".into() };
    let retired = work.id(1);
    work.ask("Elin", retire).unwrap();
    assert!(!late(&work, david, "2027-03-20T23:00:00Z"), "nothing is left to answer for");
    let gone = NewAnswer { section: retired, ..ready(&work, id, 0) };
    assert_eq!(answer(&mut work, "David", gone), Err(Refusal::NoSuchSection(retired)));
}

#[test]
fn nobody_waits_for_who_has_left_or_only_observes() {
    let (mut work, id) = asked();
    let (astrid, david) = (work.member("Astrid"), work.member("David"));
    assert_eq!(work.state.unanswered(review(&work, id), david).len(), 2);
    work.ask("Cilla", Command::ChangeRoles { member: david, roles: [Role::Observer].into() }).unwrap();
    assert!(work.state.unanswered(review(&work, id), david).is_empty());
    let new = ready(&work, id, 0);
    assert_eq!(answer(&mut work, "David", new), Err(Refusal::ObserversRead));
    work.ask("Cilla", Command::RemoveMember { member: david }).unwrap();
    assert!(work.state.unanswered(review(&work, id), david).is_empty());
    assert_eq!(work.state.unanswered(review(&work, id), astrid).len(), 2);
}

#[test]
fn nothing_is_asked_of_a_text_that_is_decided() {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    let new = asking(&work, &[0], &["David"]);
    assert_eq!(ask_for(&mut work, "Elin", new), Err(Refusal::TextIsFixed));
}

#[test]
fn question_and_because_are_erased_like_any_words() {
    let (mut work, id) = asked();
    let entry = Entry::ReviewAsked { review: review(&work, id).asked.what.clone() };
    let because = NewAnswer { ready: false, because: "Fråga Siv Berg.".into(), ..ready(&work, id, 0) };
    let answered = answer(&mut work, "David", because).unwrap().remove(0);
    for (by, entry, of) in [("Elin", entry, "Elin"), ("Cilla", answered, "David")] {
        let of = member(work.member(of));
        let (words, reason) = (entry.words()[0].digest(), "Fel.".to_owned());
        let erasure = Erasure { position: 1, entry: Box::new(entry), by: of, words, reason };
        work.ask(by, Command::EraseWords(erasure)).unwrap();
    }
    let review = review(&work, id);
    assert_eq!(
        (review.asked.question.text(), review.answers[0].because.as_ref().unwrap().text()),
        (None, None)
    );
}
