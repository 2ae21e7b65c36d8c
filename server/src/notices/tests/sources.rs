//! How notices are named, and marks.

use crate::agreement::id::{MandateId, MeetingId, ReviewId};
use crate::agreement::section::Phase;
use crate::notices::marks::Mark;
use crate::notices::notice::{About, Deadline, Notice, Source};
use jiff::Timestamp;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn notice(source: Source, second: i64) -> Notice {
    Notice { source, at: at(second), by: None, about: About::Plan }
}

#[test]
fn a_name_is_read_back_and_what_is_none_is_refused() {
    let mandate = MandateId::new();
    let date = "2027-03-01".parse().unwrap();
    for source in [
        Source::Record(0),
        Source::Discussion(17),
        Source::Deadline(Deadline::Phase(Phase::UnderRevision, date, 7)),
        Source::Deadline(Deadline::Mandate(mandate, 30)),
        Source::Deadline(Deadline::Review(ReviewId::new(), date, 3)),
        Source::Deadline(Deadline::Meeting(MeetingId::new(), date, 1)),
    ] {
        assert_eq!(source.to_string().parse(), Ok(source), "{source}");
    }
    for text in [
        "",
        "record",
        "record-",
        "record--1",
        "record-01",
        "record-+1",
        "other-1",
        "phase-7-x-approval",
        "mandate-7",
        "meeting-7-2027-03-01",
    ] {
        assert!(text.parse::<Source>().is_err(), "{text}");
    }
}

#[test]
fn a_mark_holds_what_is_before_it_and_what_was_added() {
    let mut mark = Mark { record: 3, discussion: 1, until: at(10), ..Mark::START };
    let day = Source::Deadline(Deadline::Mandate(MandateId::new(), 7));
    for (one, held) in [
        (notice(Source::Record(2), 99), true),
        (notice(Source::Record(3), 0), false),
        (notice(Source::Discussion(0), 99), true),
        (notice(Source::Discussion(1), 0), false),
        (notice(day, 10), true),
        (notice(day, 11), false),
    ] {
        assert_eq!(mark.has(&one), held, "{one:?}");
    }
    let beyond = notice(Source::Record(9), 0);
    assert!(mark.add(&beyond) && mark.has(&beyond) && !mark.has(&notice(Source::Record(8), 0)));
}

#[test]
fn a_mark_never_goes_back_and_lets_go_of_what_is_behind_it() {
    let mut mark = Mark { record: 3, discussion: 3, until: at(10), ..Mark::START };
    mark.add(&notice(Source::Record(5), 0));
    mark.reach(&Mark { record: 6, discussion: 1, until: at(5), ..Mark::START });
    assert_eq!(mark, Mark { record: 6, discussion: 3, until: at(10), ..Mark::START });
}

#[test]
fn a_mark_that_is_full_says_so_and_forgets_nothing() {
    let mut mark = Mark::START;
    let full = (1..).take_while(|position| mark.add(&notice(Source::Record(*position), 0))).count();
    assert_eq!(full, mark.beyond.len());
    assert!(mark.has(&notice(Source::Record(1), 0)));
    assert!(mark.add(&notice(Source::Record(1), 0)), "what it has it can be given again");
}
