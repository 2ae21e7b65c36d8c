//! Days that come nearer.

use super::house::{ASTRID, BO, CILLA, DAVID, ELIN, House};
use crate::agreement::decide::{Command, MeetingPlan};
use crate::agreement::section::Phase;
use crate::notices::notice::{About, Kind, MeetingNews, Notice};
use jiff::{SignedDuration, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn near(house: &House, name: &str) -> Vec<About> {
    let is_near = |about: &About| matches!(about, About::PhaseNear { .. } | About::MandateNear { .. });
    house.told(name).await.iter().map(|notice| notice.about).filter(is_near).collect()
}

#[tokio::test]
async fn a_planned_day_is_announced_a_week_and_a_day_before_where_the_agreement_is_at_home() {
    let mut house = House::new().await;
    let date = "2027-04-08".parse().unwrap();
    house.run(ELIN, Command::ChangePlan { plan: [(Phase::Approval, date)].into() }).await;
    let announced = About::PhaseNear { phase: Phase::Approval, date };
    house.reads_all(BO).await;
    // Midnight in Stockholm, where summer time has begun.
    for (now, said) in [
        ("2027-03-31T21:59:59Z", 0),
        ("2027-03-31T22:00:00Z", 1),
        ("2027-04-06T21:59:59Z", 0),
        ("2027-04-06T22:00:00Z", 1),
        ("2027-04-20T22:00:00Z", 0),
    ] {
        house.now = at(now);
        assert_eq!(house.digest_says(BO).await.len(), said, "{now}");
        assert!(near(&house, BO).await.len() <= 1, "only the latest");
    }
    assert_eq!(near(&house, BO).await, [announced]);
    // Nobody wants to know for ever.
    house.now = at("2027-07-01T00:00:00Z");
    assert_eq!(near(&house, BO).await, []);
}

#[tokio::test]
async fn a_day_that_is_moved_is_announced_anew() {
    let mut house = House::new().await;
    let plan = |date: &str| Command::ChangePlan { plan: [(Phase::Approval, date.parse().unwrap())].into() };
    house.run(ELIN, plan("2027-04-08")).await;
    house.now = at("2027-04-02T10:00:00Z");
    house.reads_all(BO).await;
    house.run(ELIN, plan("2027-05-08")).await;
    house.reads_all(BO).await;
    house.pass(SignedDuration::from_hours(1));
    assert_eq!(house.digest_says(BO).await.len(), 0);
    house.now = at("2027-05-02T10:00:00Z");
    assert_eq!(house.digest_says(BO).await.len(), 1);
    assert_eq!(house.digest_says(BO).await.len(), 0);
}

#[tokio::test]
async fn a_phase_that_has_begun_is_not_announced() {
    let mut house = House::new().await;
    let plan = [(Phase::Drafting, "2027-02-03".parse().unwrap())].into();
    house.run(ELIN, Command::ChangePlan { plan }).await;
    house.now = at("2027-02-02T10:00:00Z");
    assert_eq!(near(&house, BO).await, []);
}

#[tokio::test]
async fn a_mandate_that_ends_is_told_to_its_holder_and_their_coordinators() {
    let mut house = House::new().await;
    house.mandate(ASTRID, BO, Some("2027-05-31")).await;
    house.now = at("2027-05-02T10:00:00Z");
    let about = About::MandateNear { member: house.member(BO), date: "2027-05-31".parse().unwrap() };
    for name in [BO, ASTRID] {
        assert_eq!(near(&house, name).await, [about], "{name}");
    }
    for name in [CILLA, DAVID, ELIN] {
        assert_eq!(near(&house, name).await, [], "{name} is of another party");
    }
    // Another that holds longer, and there is nothing to see to.
    house.mandate(ASTRID, BO, None).await;
    assert_eq!(near(&house, BO).await, []);
}

#[tokio::test]
async fn a_meeting_s_day_comes_near_for_everybody_until_it_is_called_off() {
    let mut house = House::new().await;
    let meeting = house.call(ASTRID, "2027-04-08").await;
    for name in [ASTRID, BO, ELIN] {
        house.reads_all(name).await;
    }
    for (now, said) in [
        ("2027-03-31T21:59:59Z", 0),
        ("2027-03-31T22:00:00Z", 1),
        ("2027-04-06T21:59:59Z", 0),
        ("2027-04-06T22:00:00Z", 1),
    ] {
        house.now = at(now);
        // Whoever called it forgets it as easily as others.
        for name in [ASTRID, BO, ELIN] {
            let told = house.digest_says(name).await;
            assert_eq!(told.len(), said, "{name} {now}");
            assert!(told.iter().all(|one| one.notice.about.kind() == Kind::Deadline));
        }
    }
    let date = Some("2027-04-09".parse().unwrap());
    let plan = MeetingPlan { date, ..MeetingPlan::default() };
    house.run(ASTRID, Command::ChangeMeeting { meeting, plan }).await;
    house.reads_all(BO).await;
    house.now = at("2027-04-07T22:00:00Z");
    let told = house.digest_says(BO).await;
    let near = About::Meeting { meeting, news: MeetingNews::Near, date: "2027-04-09".parse().unwrap() };
    assert_eq!(told.iter().map(|one| one.notice.about).collect::<Vec<_>>(), [near]);
    let is_near = |told: Vec<Notice>| told.iter().any(|one| one.about == near);
    house.now = at("2027-04-09T21:59:59Z");
    assert!(is_near(house.told(ELIN).await));
    house.now = at("2027-04-09T22:00:00Z");
    assert!(!is_near(house.told(ELIN).await), "it is over");
    house.now = at("2027-04-08T10:00:00Z");
    house.run(ASTRID, Command::CancelMeeting { meeting, reason: "Snö".to_owned() }).await;
    assert!(house.told(ELIN).await.iter().all(|one| one.about.kind() != Kind::Deadline));
}

#[tokio::test]
async fn a_meeting_called_for_tomorrow_is_not_said_twice() {
    let mut house = House::new().await;
    house.now = at("2027-04-07T08:00:00Z");
    house.call(ASTRID, "2027-04-08").await;
    house.pass(SignedDuration::from_hours(1));
    let told: Vec<_> = house.told(BO).await.iter().map(|one| one.about.kind()).collect();
    assert_eq!(told, [Kind::Meeting]);
}
