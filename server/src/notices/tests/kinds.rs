//! Who is told what, kind by kind.

use super::house::{ASTRID, BO, CILLA, DAVID, ELIN, House};
use crate::agreement::decide::{Command, MeetingPlan, NewAnswer, NewReview};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section::Phase;
use crate::notices::notice::{About, Kind, MeetingNews, Notice, Said};
use std::collections::BTreeMap;

async fn kinds(house: &House, name: &str) -> Vec<Kind> {
    house.told(name).await.iter().map(|notice| notice.about.kind()).collect()
}

#[tokio::test]
async fn who_is_named_in_a_comment_is_told_and_nobody_else() {
    let mut house = House::new().await;
    let (thread, comment) = house.open(ASTRID, 0, "Vad menas här?", &[CILLA]).await;
    let said = Said { section: house.section(0), thread, comment };
    let about = About::Mention(said);
    let notice =
        Notice { source: house.last_discussed().await, at: house.now, by: Some(house.member(ASTRID)), about };
    assert_eq!(house.told(CILLA).await, [notice]);
    for name in [ASTRID, BO, DAVID, ELIN] {
        assert_eq!(house.told(name).await, [], "{name}");
    }
}

#[tokio::test]
async fn who_takes_part_in_a_thread_is_told_when_others_go_on_in_it() {
    let mut house = House::new().await;
    let (thread, _) = house.open(ASTRID, 0, "Vad menas här?", &[CILLA]).await;
    house.reply(BO, thread, "Det undrar jag också.", &[]).await;
    // Who began it, and who was named in it; not who answered, and not who has nothing to do with it.
    assert_eq!(kinds(&house, ASTRID).await, [Kind::Reply]);
    assert_eq!(kinds(&house, CILLA).await, [Kind::Reply, Kind::Mention]);
    assert_eq!(kinds(&house, BO).await, []);
    house.reply(CILLA, thread, "Så här.", &[BO]).await;
    // One thing is told once: who is named is not told of a reply besides.
    assert_eq!(kinds(&house, BO).await, [Kind::Mention]);
    assert_eq!(kinds(&house, ASTRID).await, [Kind::Reply, Kind::Reply]);
}

#[tokio::test]
async fn who_is_named_only_when_a_comment_is_changed_is_told_then_and_no_other_again() {
    let mut house = House::new().await;
    let comment = house.open(ASTRID, 0, "Vad menas här?", &[CILLA]).await;
    house.edit(ASTRID, comment, "Vad menas med det här?", &[CILLA, DAVID]).await;
    house.edit(ASTRID, comment, "Vad menas?", &[DAVID, CILLA]).await;
    assert_eq!(kinds(&house, CILLA).await, [Kind::Mention]);
    assert_eq!(kinds(&house, DAVID).await, [Kind::Mention]);
}

#[tokio::test]
async fn nobody_is_told_what_they_did_themselves() {
    let mut house = House::new().await;
    let (thread, comment) = house.open(ASTRID, 0, "Jag återkommer.", &[ASTRID]).await;
    house.reply(ASTRID, thread, "Nu har jag kollat.", &[ASTRID]).await;
    house.edit(ASTRID, (thread, comment), "Jag återkommer snart.", &[ASTRID]).await;
    house.mandate(CILLA, CILLA, None).await;
    let section = house.section(1);
    house.lock(ASTRID, section, "Klart.").await;
    house
        .run(ASTRID, Command::ChangePlan { plan: [(Phase::Approval, "2028-01-01".parse().unwrap())].into() })
        .await;
    assert_eq!(kinds(&house, ASTRID).await, []);
}

#[tokio::test]
async fn a_locked_section_asks_every_approver_whose_approval_is_missing() {
    let mut house = House::new().await;
    let section = house.section(1);
    house.lock(ASTRID, section, "Färdigskrivet.").await;
    for name in [BO, CILLA, DAVID] {
        let about: Vec<_> = house.told(name).await.iter().map(|notice| notice.about).collect();
        assert_eq!(about, [About::SignOff { section }], "{name}");
    }
    for name in [ASTRID, ELIN] {
        assert_eq!(kinds(&house, name).await, [], "{name} approves nothing");
    }
}

#[tokio::test]
async fn the_first_approval_asks_the_others_and_not_those_whose_party_needs_no_more() {
    let mut house = House::new().await;
    let section = house.section(1);
    let mandate = house.mandate(CILLA, CILLA, None).await;
    house.save(ASTRID, section).await;
    house.sign(CILLA, section, mandate).await;
    assert_eq!(kinds(&house, CILLA).await, []);
    // Cilla's party needs two; Bo's one.
    assert_eq!(kinds(&house, DAVID).await, [Kind::SignOff]);
    assert_eq!(kinds(&house, BO).await, [Kind::SignOff]);
    let mandate = house.mandate(ASTRID, BO, None).await;
    house.sign(BO, section, mandate).await;
    // Locked already, it asks nobody anew.
    assert_eq!(kinds(&house, DAVID).await, [Kind::SignOff]);
}

#[tokio::test]
async fn a_request_stands_until_it_is_met_or_the_section_is_opened() {
    let mut house = House::new().await;
    let section = house.section(1);
    let mandate = house.mandate(ASTRID, BO, None).await;
    house.lock(ASTRID, section, "Färdigskrivet.").await;
    assert_eq!(house.digest_says(DAVID).await.len(), 1);
    house.sign(BO, section, mandate).await;
    assert_eq!(house.digest_says(BO).await.len(), 0, "signed before the digest");
    house.reopen(ASTRID, section).await;
    assert_eq!(house.digest_says(CILLA).await.len(), 0, "opened before the digest");
    house.lock(ASTRID, section, "Nu.").await;
    house.pass(jiff::SignedDuration::from_hours(1));
    for name in [BO, CILLA, DAVID] {
        let said = house.digest_says(name).await;
        assert_eq!(said.len(), 1, "{name}: the other lock has a request of its own");
        assert_eq!(said[0].words.as_deref(), Some("Nu."));
    }
}

#[tokio::test]
async fn a_changed_plan_is_told_to_everybody_and_an_unchanged_one_to_nobody() {
    let mut house = House::new().await;
    let plan: BTreeMap<_, _> = [(Phase::Approval, "2028-03-01".parse().unwrap())].into();
    house.run(ELIN, Command::ChangePlan { plan: plan.clone() }).await;
    house.run(ELIN, Command::ChangePlan { plan }).await;
    for name in [ASTRID, BO, CILLA, DAVID] {
        assert_eq!(kinds(&house, name).await, [Kind::Deadline], "{name}");
    }
    assert_eq!(kinds(&house, ELIN).await, []);
}

#[tokio::test]
async fn who_is_asked_to_review_is_told_and_of_its_last_day_until_they_have_answered() {
    let mut house = House::new().await;
    let section = house.section(1);
    house.save(ASTRID, section).await;
    let hash = house.state().await.section(section).unwrap().latest().unwrap().hash;
    let due = "2027-03-01".parse().unwrap();
    let ask = NewReview {
        sections: vec![(section, RevisionNumber(1))],
        reviewers: vec![house.member(BO), house.member(DAVID), house.member(ASTRID)],
        question: "Är det klart?".to_owned(),
        due,
    };
    house.run(ASTRID, Command::AskReview(ask)).await;
    for (name, told) in [(BO, 1), (DAVID, 1), (ASTRID, 0), (CILLA, 0)] {
        let said = house.digest_says(name).await;
        assert_eq!(said.len(), told, "{name}");
        assert!(said.iter().all(|one| one.words.as_deref() == Some("Är det klart?")));
    }
    let review = house.state().await.reviews()[0].asked.id;
    let answer =
        NewAnswer { review, section, revision: RevisionNumber(1), hash, ready: true, because: String::new() };
    house.run(BO, Command::AnswerReview(answer)).await;
    house.now = "2027-02-26T10:00:00Z".parse().unwrap();
    for (name, told) in [(BO, 0), (DAVID, 1), (CILLA, 0)] {
        let said = house.digest_says(name).await;
        assert_eq!(said.len(), told, "{name}");
        assert!(said.iter().all(|one| one.notice.about == About::ReviewNear { review, date: due }));
    }
    house.run(ASTRID, Command::CloseReview { review }).await;
    house.now = "2027-02-28T10:00:00Z".parse().unwrap();
    assert_eq!(house.digest_says(DAVID).await.len(), 0);
}

#[tokio::test]
async fn a_meeting_is_told_to_everybody_when_it_is_called_moved_noted_and_called_off() {
    let mut house = House::new().await;
    let meeting = house.call(ASTRID, "2028-03-01").await;
    let plan = |plan| Command::ChangeMeeting { meeting, plan };
    let date = Some("2028-03-08".parse().unwrap());
    house.run(CILLA, plan(MeetingPlan { date, ..MeetingPlan::default() })).await;
    // What it is called says nothing about when to be where.
    let title = Some("Arbetsgruppen igen".to_owned());
    house.run(CILLA, plan(MeetingPlan { title, ..MeetingPlan::default() })).await;
    let place = Some("Kl. 14".to_owned());
    house.run(CILLA, plan(MeetingPlan { place, ..MeetingPlan::default() })).await;
    house.close_notes(ASTRID, meeting).await;
    house.run(ASTRID, Command::CancelMeeting { meeting, reason: "Snö".to_owned() }).await;
    let news = |told: Vec<Notice>| -> Vec<_> {
        let mut news: Vec<_> = told
            .into_iter()
            .map(|notice| match notice.about {
                About::Meeting { news, date, .. } => (news, date.to_string()),
                other => panic!("{other:?}"),
            })
            .collect();
        news.reverse();
        news
    };
    let (called, moved) = ("2028-03-01".to_owned(), "2028-03-08".to_owned());
    let all = [
        (MeetingNews::Called, called),
        (MeetingNews::Moved, moved.clone()),
        (MeetingNews::Moved, moved.clone()),
        (MeetingNews::NotesClosed, moved.clone()),
        (MeetingNews::Cancelled, moved),
    ];
    for name in [BO, DAVID, ELIN] {
        assert_eq!(news(house.told(name).await), all, "{name}");
        assert_eq!(kinds(&house, name).await, [Kind::Meeting; 5]);
    }
    assert_eq!(news(house.told(ASTRID).await), all[1..3], "nobody is told what they did");
    assert_eq!(news(house.told(CILLA).await), [all[0].clone(), all[3].clone(), all[4].clone()]);
    // Called off, there is only that to say of when it was to be.
    let said = house.digest_says(BO).await;
    let news: Vec<_> = said.iter().map(|one| one.notice.about).collect();
    assert!(matches!(
        news[..],
        [
            About::Meeting { news: MeetingNews::Cancelled, .. },
            About::Meeting { news: MeetingNews::NotesClosed, .. }
        ]
    ));
    assert_eq!(said[0].words.as_deref(), Some("Arbetsgruppen igen · Kl. 14"));
    assert!(said[0].path.ends_with(&format!("/meetings/{meeting}")));
}
