//! Meetings, their notes, and who stands under a section's title.

use super::*;
use crate::agreement::decide::{AttendanceNoted, MeetingPlan, NewAttachment, NewMeeting};
use crate::agreement::id::MeetingId;
use crate::agreement::meeting::Meeting;
use crate::agreement::member::Role;
use crate::agreement::refusal::Field;

fn new_meeting(title: &str) -> NewMeeting {
    NewMeeting {
        date: day("2027-03-04"),
        title: title.into(),
        place: "Kl. 13, Stadshuset".into(),
        convener: None,
        sections: vec![],
    }
}

fn file(byte: u8, name: &str) -> NewAttachment {
    let content = Digest([byte; 32]);
    NewAttachment { content, name: name.into(), media_type: "application/pdf".into(), bytes: 7 }
}

impl Work {
    fn call(&mut self, by: &str) -> Result<MeetingId, Refusal> {
        match self.ask(by, Command::CallMeeting(new_meeting("Arbetsgruppen")))?.as_slice() {
            [Entry::MeetingCalled { meeting }] => Ok(meeting.id),
            other => panic!("{other:?}"),
        }
    }

    fn called(&self, meeting: MeetingId) -> &Meeting {
        self.state.meeting(meeting).unwrap()
    }

    fn note(&mut self, meeting: MeetingId, noted: AttendanceNoted) -> Result<Vec<Entry>, Refusal> {
        self.ask("Astrid", Command::NoteAttendance { meeting, noted })
    }

    fn close_notes(&mut self, by: &str, meeting: MeetingId) -> Result<Vec<Entry>, Refusal> {
        self.ask(by, Command::CloseNotes { meeting, hash: Digest([3; 32]), text_position: 4 })
    }

    /// Bo only observes from here on.
    fn bo_observes(&mut self) {
        let member = self.member("Bo");
        self.ask("Astrid", Command::ChangeRoles { member, roles: [Role::Observer].into() }).unwrap();
    }
}

#[test]
fn meetings_are_called_by_drafters_and_coordinators() {
    let mut work = Work::begun();
    assert_eq!(work.call("Bo"), Err(Refusal::NotADrafterOrCoordinator));
    for by in ["Astrid", "Cilla", "David", "Elin"] {
        let meeting = work.call(by).unwrap();
        assert_eq!(work.called(meeting).called.convener, work.member(by), "{by}");
    }
    let blank = Command::CallMeeting(new_meeting(" "));
    assert_eq!(work.ask("Astrid", blank), Err(Refusal::Missing(Field::Title)));
    let nowhere = NewMeeting { sections: vec![SectionId::new()], ..new_meeting("Möte") };
    assert!(matches!(work.ask("Astrid", Command::CallMeeting(nowhere)), Err(Refusal::NoSuchSection(_))));
    let nobody = NewMeeting { convener: Some(MemberId::new()), ..new_meeting("Möte") };
    assert!(matches!(work.ask("Astrid", Command::CallMeeting(nobody)), Err(Refusal::NoSuchMember(_))));
}

#[test]
fn what_of_a_meeting_is_not_changed_stays() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let plan = MeetingPlan { date: Some(day("2027-03-05")), ..MeetingPlan::default() };
    let change = |plan: MeetingPlan| Command::ChangeMeeting { meeting, plan };
    assert_eq!(work.ask("Bo", change(plan.clone())), Err(Refusal::NotADrafterOrCoordinator));
    work.ask("Elin", change(plan.clone())).unwrap();
    assert_eq!(work.ask("Elin", change(plan)), Ok(vec![]), "it is so already");
    let called = &work.called(meeting).called;
    assert_eq!((called.date, called.title.text()), (day("2027-03-05"), Some("Arbetsgruppen")));
    assert_eq!(called.place.as_ref().and_then(|place| place.text()), Some("Kl. 13, Stadshuset"));
    let nowhere = MeetingPlan { place: Some(String::new()), ..MeetingPlan::default() };
    work.ask("Elin", change(nowhere)).unwrap();
    assert_eq!(work.called(meeting).called.place, None);
}

#[test]
fn two_who_note_who_is_there_do_not_undo_each_other() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let (bo, cilla) = (work.member("Bo"), work.member("Cilla"));
    let there = |present: Vec<MemberId>| AttendanceNoted { present, ..AttendanceNoted::default() };
    work.note(meeting, there(vec![bo])).unwrap();
    work.note(meeting, AttendanceNoted { guests: Some("Två från länet".into()), ..there(vec![cilla]) })
        .unwrap();
    assert_eq!(work.note(meeting, there(vec![bo])), Ok(vec![]), "it is so already");
    let gone = AttendanceNoted { absent: vec![bo], ..AttendanceNoted::default() };
    work.note(meeting, gone).unwrap();
    let attended = work.called(meeting).attended.as_ref().unwrap();
    assert_eq!(attended.present, [cilla].into());
    assert_eq!(attended.guests.as_ref().and_then(|guests| guests.text()), Some("Två från länet"));
    let alone = AttendanceNoted { guests: Some(" ".into()), ..AttendanceNoted::default() };
    work.note(meeting, alone).unwrap();
    assert_eq!(work.called(meeting).attended.as_ref().unwrap().guests, None);
    assert!(matches!(work.note(meeting, there(vec![MemberId::new()])), Err(Refusal::NoSuchMember(_))));
}

#[test]
fn who_has_left_was_still_at_the_meeting() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let bo = work.member("Bo");
    work.ask("Astrid", Command::RemoveMember { member: bo }).unwrap();
    work.note(meeting, AttendanceNoted { present: vec![bo], ..AttendanceNoted::default() }).unwrap();
    assert!(work.called(meeting).attended.as_ref().unwrap().present.contains(&bo));
}

#[test]
fn a_file_s_name_leads_nowhere_and_hides_nothing() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let add = |file| Command::AddMeetingFile { meeting, file };
    let hidden =
        ["../../hemligt.pdf", "a\\b.pdf", ".htaccess", "faktura\u{202e}fdp.exe", "a\nb.pdf", "a\u{0}b"];
    for name in hidden {
        assert_eq!(work.ask("Astrid", add(file(1, name))), Err(Refusal::Unseen(Field::FileName)), "{name:?}");
    }
    assert_eq!(work.ask("Astrid", add(file(1, " "))), Err(Refusal::Missing(Field::FileName)));
    assert_eq!(work.ask("Bo", add(file(1, "a.pdf"))), Err(Refusal::NotADrafterOrCoordinator));
    work.ask("David", add(file(1, "a.pdf"))).unwrap();
    assert_eq!(work.ask("David", add(file(1, "b.pdf"))), Ok(vec![]), "the same content is there");
    let remove = Command::RemoveMeetingFile { meeting, content: Digest([1; 32]) };
    work.ask("Astrid", remove.clone()).unwrap();
    assert!(work.called(meeting).files.is_empty());
    assert_eq!(work.ask("Astrid", remove), Ok(vec![]));
}

#[test]
fn every_member_but_observers_writes_notes_until_they_are_closed() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let notes = work.called(meeting).notes();
    for name in ["Astrid", "Bo", "Cilla", "David", "Elin"] {
        assert_eq!(work.state.may_write_text(work.member(name), notes), Ok(()), "{name}");
    }
    work.bo_observes();
    let bo = work.member("Bo");
    assert_eq!(work.state.may_write_text(bo, notes), Err(Refusal::ObserversReadNotes));
    assert_eq!(work.close_notes("Bo", meeting), Err(Refusal::NotADrafterOrCoordinator));
    work.close_notes("David", meeting).unwrap();
    assert_eq!(work.state.may_write_text(work.member("Astrid"), notes), Err(Refusal::NotesClosed));
    assert_eq!(work.close_notes("Astrid", meeting), Err(Refusal::NotesClosed));
    let reopen = Command::ReopenNotes { meeting };
    assert_eq!(work.ask("David", reopen.clone()), Err(Refusal::NotACoordinator));
    work.ask("Cilla", reopen.clone()).unwrap();
    assert_eq!(work.ask("Cilla", reopen), Err(Refusal::NotesOpen));
    assert_eq!(work.state.may_write_text(work.member("David"), notes), Ok(()));
    assert_eq!(work.called(meeting).closed.len(), 1, "as they were closed stays");
}

#[test]
fn notes_are_written_after_the_decision_when_the_text_is_not() {
    let (mut work, _) = Work::in_approval();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    let meeting = work.call("Astrid").unwrap();
    let notes = work.called(meeting).notes();
    let astrid = work.member("Astrid");
    assert_eq!(work.state.may_write_text(astrid, notes), Ok(()));
    assert!(work.state.may_write_text(astrid, work.id(0)).is_err());
}

#[test]
fn a_cancelled_meeting_is_not_changed_any_more() {
    let mut work = Work::begun();
    let meeting = work.call("Astrid").unwrap();
    let cancel = Command::CancelMeeting { meeting, reason: "Förkylning".into() };
    assert_eq!(work.ask("Bo", cancel.clone()), Err(Refusal::NotADrafterOrCoordinator));
    work.ask("Astrid", cancel.clone()).unwrap();
    assert_eq!(work.ask("Astrid", cancel), Err(Refusal::MeetingCancelled));
    assert_eq!(work.close_notes("Astrid", meeting), Err(Refusal::MeetingCancelled));
    let notes = work.called(meeting).notes();
    assert_eq!(work.state.may_write_text(work.member("Astrid"), notes), Err(Refusal::MeetingCancelled));
}

#[test]
fn a_purge_takes_every_meeting_s_notes_and_is_done_again_for_later_ones() {
    let (mut work, _) = Work::in_approval();
    let meeting = work.call("Astrid").unwrap();
    work.decide("Astrid", 'A', "Kommunfullmäktige").unwrap();
    work.decide("Cilla", 'B', "Årsmötet").unwrap();
    let decision = work.state.decisions()[0].id;
    let purge = |work: &Work, notes| {
        let texts = (0..3).map(|index| (work.id(index), 7)).collect();
        Command::PurgeWorkingMaterial { decision, texts, notes }
    };
    let without = purge(&work, vec![]);
    assert_eq!(work.ask("Astrid", without), Err(Refusal::NotEverySection));
    let with = purge(&work, vec![(work.called(meeting).notes(), 9)]);
    work.ask("Astrid", with.clone()).unwrap();
    assert_eq!(work.state.purged().unwrap().notes[0].until, 9);
    assert_eq!(work.ask("Astrid", with.clone()).unwrap().len(), 1, "the notes were open");
    work.close_notes("Astrid", meeting).unwrap();
    assert_eq!(
        work.ask("Astrid", with.clone()).unwrap().len(),
        1,
        "they were written in until they were closed"
    );
    assert_eq!(work.ask("Astrid", with), Ok(vec![]), "nothing was written since");
}

#[test]
fn co_authors_are_put_into_an_order_and_nobody_is_added() {
    let mut work = Work::begun();
    let (astrid, bo, cilla) = (work.member("Astrid"), work.member("Bo"), work.member("Cilla"));
    let section = work.id(0);
    let order =
        |order: Vec<MemberId>| Command::OrderCoAuthors { section, order, standing: vec![astrid, cilla] };
    assert_eq!(work.ask("Bo", order(vec![cilla])), Err(Refusal::NotADrafterOrCoordinator));
    assert_eq!(work.ask("Astrid", order(vec![cilla, bo])), Err(Refusal::NothingStands(bo)));
    work.ask("Astrid", order(vec![cilla, cilla])).unwrap();
    let ordered = work.section(0).co_authors.ordered(vec![astrid, cilla], |one| *one);
    assert_eq!(ordered, [cilla, astrid]);
    assert_eq!(work.ask("Elin", order(vec![cilla])), Ok(vec![]), "it is so already");
}

#[test]
fn only_they_themselves_say_that_they_prefer_not_to_stand_there() {
    let mut work = Work::begun();
    let section = work.id(0);
    let withhold = |withheld| Command::WithholdCoAuthor { section, withheld };
    let entries = work.ask("Bo", withhold(true)).unwrap();
    let bo = work.member("Bo");
    assert_eq!(entries, [Entry::CoAuthorWithheld { section, member: bo, withheld: true }]);
    assert_eq!(work.section(0).co_authors.withheld, [bo].into());
    assert_eq!(work.ask("Bo", withhold(true)), Ok(vec![]));
    work.ask("Bo", withhold(false)).unwrap();
    assert!(work.section(0).co_authors.withheld.is_empty());
    assert_eq!(work.ask_as(Actor::Operator, withhold(true)), Err(Refusal::MembersOnly));
}
