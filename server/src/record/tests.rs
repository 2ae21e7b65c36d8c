//! What this floor promises, on a store in memory.

mod approving;
mod attempt;
mod independent;
mod page;
mod receipt;

use super::chain::Break;
use super::fake::Fake;
use super::founding::Founding;
use super::*;
use crate::agreement::id::MemberId;
use crate::agreement::member::Role;
use crate::agreement::refusal::Refusal;
use crate::agreement::sample::{description, named, noon};
use crate::agreement::words::OtherWords;
use crate::store::{LogId, Position, StoreError};
use bytes::Bytes;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;

/// The sample agreement, founded in a new store.
async fn founded() -> (Arc<Fake>, Arc<Records>, Founding) {
    let store = Arc::new(Fake::default());
    let records = Records::new(store.clone());
    let founding = records.found(&description(), None, noon()).unwrap();
    store.commit(founding.batch.clone()).await.unwrap();
    (store, records, founding)
}

fn roles(member: MemberId, roles: &[Role]) -> Command {
    Command::ChangeRoles { member, roles: roles.iter().copied().collect() }
}

/// The store as it is, read by somebody who has nothing in memory.
fn anew(store: &Arc<Fake>) -> Arc<Records> {
    Records::new(store.clone())
}

#[tokio::test]
async fn what_was_founded_is_there_when_loaded_again() {
    let (store, records, founding) = founded().await;
    assert_eq!(records.state(founding.agreement).await.unwrap(), founding.state);
    assert_eq!(anew(&store).state(founding.agreement).await.unwrap(), founding.state);
    assert_eq!(founding.state.title(), Some("Överenskommelse om fritid för unga"));
}

#[tokio::test]
async fn nothing_is_there_before_the_batch_is_committed() {
    let store = Arc::new(Fake::default());
    let records = Records::new(store.clone());
    let Founding { agreement, batch, .. } = records.found(&description(), None, noon()).unwrap();
    assert_eq!(records.state(agreement).await, Err(RecordError::Unknown(agreement)));
    store.commit(batch).await.unwrap();
    assert!(records.state(agreement).await.is_ok(), "an earlier miss is not remembered");
}

#[tokio::test]
async fn agreements_that_do_not_exist_take_no_memory() {
    let records = Records::new(Arc::new(Fake::default()));
    for _ in 0..100 {
        assert!(records.state(AgreementId::new()).await.is_err());
    }
    assert!(records.cells().is_empty());
}

#[tokio::test]
async fn a_section_leads_to_its_agreement() {
    let (_, records, founding) = founded().await;
    for section in founding.state.sections() {
        assert_eq!(records.of_section(section.id).await.unwrap(), Some(founding.agreement));
    }
    assert_eq!(records.of_section(SectionId::new()).await.unwrap(), None);
}

#[tokio::test]
async fn no_name_stands_in_the_chain() {
    let (store, _, founding) = founded().await;
    let logs = store.logs.lock().unwrap();
    let chain = String::from_utf8(logs[&LogId::record(founding.agreement.0)].concat()).unwrap();
    for secret in ["Astrid", "bjorkdal.example", "fritid"] {
        assert!(!chain.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn erased_words_leave_the_chain_valid() {
    let (store, _, founding) = founded().await;
    let bo = founding.state.member(named(&founding.state, "Bo")).unwrap();
    store
        .register
        .lock()
        .unwrap()
        .remove(&register::words_key(founding.agreement, bo.name.digest()))
        .unwrap();
    let state = anew(&store).state(founding.agreement).await.unwrap();
    let erased = state.member(bo.id).unwrap();
    assert_eq!((erased.name.text(), erased.email.text()), (None, Some("bo@bjorkdal.example")));
    assert_eq!(erased.name.digest(), bo.name.digest());
}

#[tokio::test]
async fn another_name_than_the_recorded_one_is_not_shown() {
    let (store, _, founding) = founded().await;
    let bo = &founding.state.member(named(&founding.state, "Bo")).unwrap().name;
    let astrid = &founding.state.member(named(&founding.state, "Astrid")).unwrap().name;
    let key = |digest| register::words_key(founding.agreement, digest);
    let other = store.register.lock().unwrap()[&key(astrid.digest())].clone();
    store.register.lock().unwrap().insert(key(bo.digest()), other);
    let expected = RecordError::Words { agreement: founding.agreement, words: OtherWords(bo.digest()) };
    assert_eq!(anew(&store).state(founding.agreement).await, Err(expected));
}

/// What is said of the chain after `damage` was done to its entries.
async fn after(damage: impl FnOnce(&mut Vec<Bytes>)) -> (u64, Break) {
    let (store, _, founding) = founded().await;
    damage(store.logs.lock().unwrap().get_mut(&LogId::record(founding.agreement.0)).unwrap());
    match anew(&store).state(founding.agreement).await {
        Err(RecordError::Broken { broken, .. }) => (broken.position.0, broken.why),
        other => panic!("{other:?}"),
    }
}

fn edited(entry: &Bytes, from: &str, to: &str) -> Bytes {
    let text = std::str::from_utf8(entry).unwrap();
    assert!(text.contains(from), "{text}");
    text.replace(from, to).into()
}

#[tokio::test]
async fn a_broken_chain_is_an_error_that_names_the_position() {
    // Another meaning: the next entry is tied to the old one.
    let changed = after(|log| log[1] = edited(&log[1], "Björkdals", "Bjorkdals")).await;
    assert_eq!(changed, (2, Break::Previous));
    // The same meaning in other bytes, or something hidden.
    let spaced = after(|log| log[3] = edited(&log[3], "\"kind\":", "\"kind\": ")).await;
    assert_eq!(spaced, (3, Break::NotCanonical));
    let hidden = after(|log| log[3] = edited(&log[3], "\"format\":1", "\"format\":1,\"more\":1")).await;
    assert!(matches!(hidden, (3, Break::Unreadable(_))), "{hidden:?}");
    let deeper =
        after(|log| log[1] = edited(&log[1], "\"rule\":\"any\"", "\"more\":1,\"rule\":\"any\"")).await;
    assert_eq!(deeper, (1, Break::NotCanonical));
    // Entries gone, repeated, swapped.
    assert_eq!(after(|log| drop(log.remove(2))).await, (2, Break::Position(3)));
    assert_eq!(after(|log| log.insert(2, log[2].clone())).await, (3, Break::Position(2)));
    assert_eq!(after(|log| log.swap(4, 5)).await, (4, Break::Position(5)));
    assert_eq!(after(|log| drop(log.remove(0))).await, (0, Break::Position(1)));
    // Of a later version, or no entry at all.
    let newer = after(|log| log[0] = edited(&log[0], "\"format\":1", "\"format\":2")).await;
    assert_eq!(newer, (0, Break::Format(2)));
    assert!(matches!(after(|log| log[6] = Bytes::from_static(b"\xff")).await, (6, Break::Unreadable(_))));
}

#[tokio::test]
async fn an_agreement_does_not_pass_for_another() {
    let (store, _, founding) = founded().await;
    let other = AgreementId::new();
    let copied = store.logs.lock().unwrap()[&LogId::record(founding.agreement.0)].clone();
    store.logs.lock().unwrap().insert(LogId::record(other.0), copied);
    match anew(&store).state(other).await {
        Err(RecordError::Broken { broken, .. }) => {
            assert_eq!(broken.why, Break::Agreement(founding.agreement))
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_failed_load_is_an_error_and_tried_again() {
    let (store, _, founding) = founded().await;
    let records = anew(&store);
    store.failing.store(1, Ordering::SeqCst);
    let failed = records.state(founding.agreement).await;
    assert!(matches!(failed, Err(RecordError::Store(StoreError::Unavailable(_)))), "{failed:?}");
    assert_eq!(records.state(founding.agreement).await.unwrap(), founding.state);
}

#[tokio::test]
async fn a_refused_command_leaves_no_trace() {
    let (store, records, founding) = founded().await;
    let bo = named(&founding.state, "Bo");
    let refused = records.run(founding.agreement, roles(bo, &[]), Actor::Member { member: bo }, noon()).await;
    assert_eq!(refused, Err(RunError::Refused(Refusal::NotACoordinator)));
    assert_eq!(anew(&store).state(founding.agreement).await.unwrap(), founding.state);
}

#[tokio::test]
async fn an_invalid_description_founds_nothing() {
    let broken = Description { sections: vec![], ..description() };
    let refused = Records::new(Arc::new(Fake::default())).found(&broken, None, noon());
    assert!(matches!(refused, Err(RunError::Refused(Refusal::Description(_)))));
}

#[tokio::test]
async fn a_change_of_rights_reaches_who_follows() {
    let (store, records, founding) = founded().await;
    let (astrid, bo) = (named(&founding.state, "Astrid"), named(&founding.state, "Bo"));
    let by = Actor::Member { member: astrid };
    let mut here = records.follow(founding.agreement).await.unwrap();
    let mut elsewhere = anew(&store).follow(founding.agreement).await.unwrap();
    // Whoever holds the receiver only: the records themselves are gone.
    let other = anew(&store);
    let mut in_another_process = other.follow(founding.agreement).await.unwrap();
    let state = records.run(founding.agreement, roles(bo, &[Role::Drafter]), by, noon()).await.unwrap();
    for receiver in [&mut here, &mut in_another_process] {
        timeout(Duration::from_secs(1), receiver.changed()).await.unwrap().unwrap();
        assert_eq!(*receiver.borrow_and_update(), state);
    }
    assert!(state.member(bo).unwrap().is(Role::Drafter));
    assert!(elsewhere.changed().await.is_err(), "nobody keeps it up to date any more, and that shows");
}

#[tokio::test]
async fn following_goes_on_after_the_store_failed_for_a_while() {
    let (store, records, founding) = founded().await;
    let (astrid, bo) = (named(&founding.state, "Astrid"), named(&founding.state, "Bo"));
    let other = anew(&store);
    let mut follower = other.follow(founding.agreement).await.unwrap();
    let by = Actor::Member { member: astrid };
    let run = records.run(founding.agreement, Command::RemoveMember { member: bo }, by, noon());
    let state = run.await.unwrap();
    // Nothing else ran yet: the other process has still to read.
    store.failing.store(2, Ordering::SeqCst);
    timeout(Duration::from_secs(5), follower.changed()).await.unwrap().unwrap();
    assert_eq!(*follower.borrow(), state);
}

#[tokio::test]
async fn two_at_once_are_both_decided_on_what_stands_then() {
    let (store, records, founding) = founded().await;
    let (astrid, bo) = (named(&founding.state, "Astrid"), named(&founding.state, "Bo"));
    let agreement = founding.agreement;
    let by = |member| Actor::Member { member };
    let both = roles(bo, &[Role::Coordinator]);
    records.run(agreement, both, by(astrid), noon()).await.unwrap();
    // Each lets the other leave the role, through one process and through two: only one can.
    for other in [records.clone(), anew(&store)] {
        other.state(agreement).await.unwrap();
        let (first, second) = tokio::join!(
            records.run(agreement, roles(astrid, &[Role::Drafter]), by(bo), noon()),
            other.run(agreement, roles(bo, &[Role::Drafter]), by(astrid), noon()),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let state = anew(&store).state(agreement).await.unwrap();
        let a = state.parties()[0].id;
        let left = state.members_of(a).find(|member| member.is(Role::Coordinator)).unwrap().id;
        let back = if left == astrid { bo } else { astrid };
        records.run(agreement, roles(back, &[Role::Coordinator]), by(left), noon()).await.unwrap();
    }
}

#[tokio::test]
async fn many_at_once_through_two_processes_are_all_done() {
    let (store, records, founding) = founded().await;
    let state = &founding.state;
    let other = anew(&store);
    let (astrid, cilla) = (named(state, "Astrid"), named(state, "Cilla"));
    let (bo, david) = (named(state, "Bo"), named(state, "David"));
    let mut commands = tokio::task::JoinSet::new();
    for round in 0..40 {
        let role = [Role::Drafter, Role::Reviewer, Role::Observer, Role::Approver][round % 4];
        for (records, by, target) in [(&records, astrid, bo), (&other, cilla, david)] {
            let (records, agreement) = (records.clone(), founding.agreement);
            commands.spawn(async move {
                records.run(agreement, roles(target, &[role]), Actor::Member { member: by }, noon()).await
            });
        }
    }
    let results = commands.join_all().await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let newest = results.into_iter().map(Result::unwrap).max_by_key(|state| state.position()).unwrap();
    assert_eq!(anew(&store).state(founding.agreement).await.unwrap(), newest);
}

#[tokio::test]
async fn one_agreement_of_a_thousand_is_found_without_looking_at_the_others() {
    let (store, _, founding) = founded().await;
    let records = anew(&store);
    for _ in 1..1_000 {
        let other = records.found(&description(), None, noon()).unwrap();
        store.commit(other.batch).await.unwrap();
    }
    let section = founding.state.sections()[1].id;
    let agreement = records.of_section(section).await.unwrap().unwrap();
    assert_eq!(store.values_read.load(Ordering::SeqCst), 1);
    let state = records.state(agreement).await.unwrap();
    records.state(agreement).await.unwrap();
    assert_eq!(state.position(), Position(store.entries_read.load(Ordering::SeqCst) as u64), "read once");
    let words = 1 + 2 * state.members().len();
    assert_eq!(store.values_read.load(Ordering::SeqCst), 1 + words, "and its own words only");
}
