//! A locked section stays as it is until somebody opens it, with a reason.

use super::{Approval, Command, Refusal, RevisionNumber, SectionState, Work, letter};

#[test]
fn a_drafter_or_coordinator_locks_a_section_with_a_reason() {
    let (mut work, _) = Work::ready_to_sign();
    assert_eq!(work.lock("Bo", 0), Err(Refusal::NotADrafterOrCoordinator));
    let (section, text) = (work.id(0), work.text(0));
    let silent = Command::LockSection { section, text, reason: "\t".into() };
    assert_eq!(work.ask("Astrid", silent).unwrap_err().code(), "field-missing");
    work.lock("Astrid", 0).unwrap();
    let lock = work.section(0).lock.clone().unwrap();
    assert_eq!(lock.revision, RevisionNumber(1));
    assert_eq!(lock.reason.as_ref().unwrap().text(), Some("Färdigskrivet."));
    assert_eq!(lock.by, super::member(work.member("Astrid")));
    assert_eq!(work.standing_of(0), SectionState::InApproval);
    assert_eq!(work.lock("Elin", 0), Err(Refusal::SectionLocked));
}

#[test]
fn what_was_locked_with_a_reason_keeps_it_when_it_is_approved() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.lock("Astrid", 0).unwrap();
    let lock = work.section(0).lock.clone();
    work.sign_all(0, &mandates);
    assert_eq!(work.section(0).lock, lock);
    assert_eq!(work.lock("Elin", 0), Err(Refusal::SectionAgreed));
}

#[test]
fn only_a_saved_text_is_locked() {
    let mut work = Work::begun();
    assert_eq!(work.lock("Astrid", 0), Err(Refusal::NoRevision));
    work.save(0, 'a');
    work.write(0, 'b');
    assert_eq!(work.lock("Astrid", 0), Err(Refusal::EditedSince(RevisionNumber(1))));
}

#[test]
fn a_drafter_or_coordinator_of_any_side_reopens_with_a_reason() {
    let (mut work, mandates) = Work::ready_to_sign();
    assert_eq!(work.reopen("David", 0), Err(Refusal::NotLocked));
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.reopen("Bo", 0), Err(Refusal::NotADrafterOrCoordinator));
    let silent = Command::ReopenSection { section: work.id(0), reason: String::new() };
    assert_eq!(work.ask("David", silent).unwrap_err().code(), "field-missing");
    work.reopen("David", 0).unwrap();
    let section = work.section(0);
    assert_eq!(section.lock, None);
    assert_eq!(section.reopened.as_ref().unwrap().text(), Some("Ett fel i rubriken."));
    assert!(work.state.may_write(work.member("Astrid"), work.id(0)).is_ok());
    work.sign("Bo", 0, mandates.bo).unwrap();
    assert_eq!(work.section(0).reopened, None, "told only while it is open");
}

#[test]
fn a_partys_rule_is_changed_by_itself_and_not_while_sections_are_approved() {
    let (mut work, mandates) = Work::ready_to_sign();
    let two = Approval::AtLeast { count: 2 };
    assert_eq!(work.change_approval("Bo", 'A', two), Err(Refusal::NotACoordinator));
    let refused = Refusal::OtherPartysMatter(letter('A'));
    assert_eq!(work.change_approval("Cilla", 'A', two), Err(refused.clone()));
    assert_eq!(work.change_approval("Elin", 'A', two), Err(refused));
    let nobody = Approval::AtLeast { count: 0 };
    assert_eq!(work.change_approval("Astrid", 'A', nobody), Err(Refusal::NobodyApproves));
    assert_eq!(work.change_approval("Astrid", 'A', Approval::Any), Ok(vec![]), "it is so already");
    work.change_approval("Astrid", 'A', two).unwrap();
    assert_eq!(work.state.party(work.party('A')).unwrap().approval, two);
    work.sign("Bo", 0, mandates.bo).unwrap();
    let under_way = work.change_approval("Astrid", 'A', Approval::Any);
    assert_eq!(under_way, Err(Refusal::ApprovalUnderWay));
    work.reopen("Astrid", 0).unwrap();
    work.change_approval("Astrid", 'A', Approval::Any).unwrap();
}

#[test]
fn what_nobody_can_read_is_no_reason() {
    let (mut work, _) = Work::ready_to_sign();
    for unseen in ["\u{0}", "…", "bra\u{202e}skäl", "ord\u{200b}ord", "\u{feff}x"] {
        let (section, text) = (work.id(0), work.text(0));
        let lock = Command::LockSection { section, text, reason: unseen.into() };
        assert_eq!(work.ask("David", lock).unwrap_err().code(), "field-unreadable", "{unseen:?}");
    }
}
