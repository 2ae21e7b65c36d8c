//! An approver acts under a mandate of their own that holds on that day, as days are counted at home.

use super::{Command, NewMandate, Refusal, Work, day, letter};
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{MandateId, MemberId};
use crate::agreement::sign_off::{Mandate, MandateKind};
use crate::agreement::words::{Salt, Words};

fn record(work: &mut Work, by: &str, new: NewMandate) -> Result<MandateId, Refusal> {
    work.ask(by, Command::RecordMandate(new)).map(|entries| match entries.as_slice() {
        [Entry::MandateRecorded { mandate }] => mandate.id,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_coordinator_records_mandates_within_the_own_party_only() {
    let mut work = Work::begun();
    let of = |work: &Work, holder| Command::RecordMandate(work.new_mandate(holder));
    for (by, holder, refusal) in [
        ("Astrid", "Cilla", Refusal::OtherParty(Some(letter('B')))),
        ("Astrid", "Elin", Refusal::OtherParty(None)),
        ("Elin", "Bo", Refusal::NoPartyToActFor),
        ("Bo", "Bo", Refusal::NotACoordinator),
    ] {
        let command = of(&work, holder);
        assert_eq!(work.ask(by, command), Err(refusal), "{by} for {holder}");
    }
    let command = of(&work, "Bo");
    assert_eq!(work.ask_as(Actor::Operator, command), Err(Refusal::MembersOnly));
    let nobody = MemberId::new();
    let unknown = NewMandate { member: nobody, ..work.new_mandate("Bo") };
    assert_eq!(record(&mut work, "Astrid", unknown), Err(Refusal::NoSuchMember(nobody)));
    let id = work.mandate("Astrid", "Bo");
    let kept = work.state.mandate(id).unwrap();
    assert_eq!((kept.issuer.text(), kept.paragraph.text()), (Some("Styrelsen"), Some("§ 4")));
}

#[test]
fn a_mandate_says_who_gave_it_and_where_and_does_not_end_before_it_begins() {
    let mut work = Work::begun();
    let new = work.new_mandate("Bo");
    for blank in [
        NewMandate { issuer: " ".into(), ..new.clone() },
        NewMandate { paragraph: String::new(), ..new.clone() },
    ] {
        assert_eq!(record(&mut work, "Astrid", blank).unwrap_err().code(), "field-missing");
    }
    let ended = NewMandate { valid_until: Some(day("2027-01-14")), ..new.clone() };
    assert_eq!(record(&mut work, "Astrid", ended), Err(Refusal::EndsBeforeItBegins));
    let one_day = NewMandate { valid_until: Some(day("2027-01-15")), ..new };
    let id = record(&mut work, "Astrid", one_day).unwrap();
    work.save(0, 'a');
    assert_eq!(work.sign("Bo", 0, id), Err(Refusal::MandateNotValid), "it was over long ago");
}

#[test]
fn nobody_approves_under_the_mandate_of_another() {
    let (mut work, mandates) = Work::ready_to_sign();
    assert_eq!(work.sign("David", 0, mandates.cilla), Err(Refusal::MandateOfAnother));
    assert_eq!(work.sign("David", 0, mandates.bo), Err(Refusal::MandateOfAnother));
}

#[test]
fn a_mandate_holds_through_its_last_day_in_the_agreements_time_zone() {
    for (last, holds, does_not) in [
        // Winter, an hour ahead of UTC; summer, two.
        ("2027-02-10", "2027-02-10T22:59:59Z", "2027-02-10T23:00:00Z"),
        ("2027-07-10", "2027-07-10T21:59:59Z", "2027-07-10T22:00:00Z"),
    ] {
        let (mut work, _) = Work::ready_to_sign();
        let new = NewMandate { valid_until: Some(day(last)), ..work.new_mandate("Bo") };
        let id = record(&mut work, "Astrid", new).unwrap();
        work.at(does_not);
        assert_eq!(work.sign("Bo", 0, id), Err(Refusal::MandateNotValid), "{does_not}");
        work.at(holds).sign("Bo", 0, id).unwrap();
    }
}

#[test]
fn a_mandate_holds_from_its_first_day_in_the_agreements_time_zone() {
    let (mut work, _) = Work::ready_to_sign();
    let new = NewMandate { date: day("2027-02-10"), ..work.new_mandate("Bo") };
    work.at("2027-02-09T22:59:59Z");
    assert_eq!(record(&mut work, "Astrid", new.clone()), Err(Refusal::DayAhead));
    // As if another server's clock had let it in.
    let words = |text: &str| Words::new(text, Salt([1; 32]));
    let mandate = Mandate {
        id: MandateId::new(),
        member: work.member("Bo"),
        kind: MandateKind::Decision,
        issuer: words("Styrelsen"),
        date: new.date,
        paragraph: words("§ 9"),
        valid_until: None,
        sheet: None,
    };
    let id = mandate.id;
    work.state.apply(&Entry::MandateRecorded { mandate }, Actor::Operator, work.now);
    assert_eq!(work.sign("Bo", 0, id), Err(Refusal::MandateNotValid));
    work.at("2027-02-09T23:00:00Z").sign("Bo", 0, id).unwrap();
    record(&mut work, "Astrid", new).unwrap();
}

#[test]
fn an_approval_stands_when_its_mandate_has_ended() {
    let (mut work, mandates) = Work::ready_to_sign();
    let until = NewMandate { valid_until: Some(day("2027-02-01")), ..work.new_mandate("Bo") };
    let id = record(&mut work, "Astrid", until).unwrap();
    work.sign("Bo", 0, id).unwrap();
    work.at("2027-03-01T12:00:00Z");
    work.sign("Cilla", 0, mandates.cilla).unwrap();
    work.sign("David", 0, mandates.david).unwrap();
    assert_eq!(work.standing_of(0), super::SectionState::Agreed);
}
