//! The record as a list, a page at a time.

use super::*;
use crate::agreement::digest::Digest;
use crate::agreement::section::Phase;
use crate::record::chain::Sealed;

fn everything(_: &Sealed) -> bool {
    true
}

#[tokio::test]
async fn the_newest_comes_first_and_the_pages_together_are_the_record() {
    let (store, records, founding) = founded().await;
    let log = store.logs.lock().unwrap()[&LogId::record(founding.agreement.0)].clone();
    let (mut before, mut all) = (Position(u64::MAX), Vec::new());
    loop {
        let page = records.page(founding.agreement, before, 4, everything).await.unwrap();
        assert!(page.entries.len() <= 4);
        all.extend(page.entries);
        let Some(next) = page.next else { break };
        before = next;
    }
    let positions: Vec<u64> = all.iter().map(|(sealed, _)| sealed.position).collect();
    let expected: Vec<u64> = (0..founding.state.position().0).rev().collect();
    assert_eq!(positions, expected);
    for (sealed, hash) in &all {
        assert_eq!(*hash, Digest::of(&[&log[sealed.position as usize]]));
        let at = records.hash_at(founding.agreement, Position(sealed.position)).await.unwrap();
        assert_eq!(at, Some(*hash));
    }
    assert_eq!(records.hash_at(founding.agreement, founding.state.position()).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_not_wanted_is_passed_over_however_far_the_next_is() {
    let (_, records, founding) = founded().await;
    let (astrid, bo) = (named(&founding.state, "Astrid"), named(&founding.state, "Bo"));
    let by = Actor::Member { member: astrid };
    for round in 0..300 {
        let role = if round % 2 == 0 { Role::Reviewer } else { Role::Approver };
        records.run(founding.agreement, roles(bo, &[role]), by, noon()).await.unwrap();
    }
    let phases = |sealed: &Sealed| matches!(sealed.entry, Entry::PhaseEntered { .. });
    let page = records.page(founding.agreement, Position(u64::MAX), 1, phases).await.unwrap();
    let [(found, _)] = &page.entries[..] else { panic!("{page:?}") };
    assert_eq!(found.entry, Entry::PhaseEntered { phase: Phase::Drafting });
    let rest = records.page(founding.agreement, page.next.unwrap(), 1, phases).await.unwrap();
    assert!(rest.entries.is_empty() && rest.next.is_none(), "{rest:?}");
    let changes = |sealed: &Sealed| matches!(sealed.entry, Entry::RolesChanged { .. });
    let page = records.page(founding.agreement, Position(u64::MAX), 1_000, changes).await.unwrap();
    let positions: Vec<u64> = page.entries.iter().map(|(sealed, _)| sealed.position).collect();
    let first = founding.state.position().0;
    assert_eq!(positions, (first..first + 300).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn names_are_on_the_page_unless_they_are_erased() {
    let (store, records, founding) = founded().await;
    let bo = founding.state.member(named(&founding.state, "Bo")).unwrap();
    let key = register::words_key(founding.agreement, bo.name.digest());
    store.register.lock().unwrap().remove(&key).unwrap();
    let members = |sealed: &Sealed| matches!(sealed.entry, Entry::MemberAdded { .. });
    let page = records.page(founding.agreement, Position(u64::MAX), 100, members).await.unwrap();
    let names = page.entries.iter().rev().map(|(sealed, _)| match &sealed.entry {
        Entry::MemberAdded { member } => member.name.text(),
        other => panic!("{other:?}"),
    });
    let expected = [Some("Astrid Moberg"), None, Some("Cilla Roos"), Some("David Ask"), Some("Elin Vik")];
    assert_eq!(names.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_page_of_an_unknown_agreement_is_an_error() {
    let (_, records, _) = founded().await;
    let nowhere = AgreementId::new();
    let page = records.page(nowhere, Position(u64::MAX), 10, everything).await;
    assert_eq!(page.unwrap_err(), RecordError::Unknown(nowhere));
}
