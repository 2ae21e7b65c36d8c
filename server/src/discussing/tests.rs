use super::{Addition, DiscussionError, Discussions, Event, ThreadEvent, discussion_log};
use crate::agreement::id::{AgreementId, CommentId, MemberId, SectionId, ThreadId};
use crate::store::{Append, Batch, MemoryStore, Position, Store, StoreError};
use jiff::Timestamp;
use std::sync::Arc;

fn opened() -> Event {
    Event::Thread(ThreadEvent::Opened {
        thread: ThreadId::new(),
        section: SectionId::new(),
        anchor: None,
        comment: CommentId::new(),
        mentions: Vec::new(),
    })
}

fn one(event: Event) -> Result<Addition, DiscussionError> {
    Ok(Addition { events: vec![event], ..Addition::default() })
}

#[tokio::test]
async fn what_one_process_adds_another_sees() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (here, there) = (Discussions::new(store.clone()), Discussions::new(store));
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    assert_eq!(there.state(agreement).await.unwrap().threads.count(), 0);
    let done = here.run(agreement, member, Timestamp::now(), |_| one(opened())).await.unwrap();
    assert_eq!(done.threads.count(), 1);
    assert_eq!(there.state(agreement).await.unwrap().threads.count(), 1);
}

#[tokio::test]
async fn those_who_add_at_once_all_add() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let agreement = AgreementId::new();
    let houses = [Discussions::new(store.clone()), Discussions::new(store.clone())];
    let adding = (0..20).map(|number| {
        let discussions = houses[number % 2].clone();
        tokio::spawn(async move {
            let adding = discussions.run(agreement, MemberId::new(), Timestamp::now(), |_| one(opened()));
            adding.await.map(drop)
        })
    });
    for added in futures_util::future::join_all(adding).await {
        added.unwrap().unwrap();
    }
    assert_eq!(houses[0].state(agreement).await.unwrap().threads.count(), 20);
    assert_eq!(store.head(discussion_log(agreement)).await, Ok(Position(20)));
}

#[tokio::test]
async fn what_was_purged_is_not_remembered() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    let discussions = Discussions::new(store.clone());
    let seen = discussions.run(agreement, member, Timestamp::now(), |_| one(opened())).await.unwrap();
    let append = seen.append(member, Timestamp::now(), vec![Event::Purged {}]).unwrap();
    let purges = vec![(discussion_log(agreement), seen.position())];
    store.commit(Batch { appends: vec![append], purges, ..Batch::default() }).await.unwrap();
    assert_eq!(discussions.state(agreement).await.unwrap().threads.count(), 0);
    assert_eq!(Discussions::new(store).state(agreement).await.unwrap().threads.count(), 0);
}

#[tokio::test]
async fn a_damaged_log_is_an_error_and_not_an_empty_discussion() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let agreement = AgreementId::new();
    let append = Append {
        log: discussion_log(agreement),
        expected: Position::START,
        entries: vec![bytes::Bytes::from_static(b"{}")],
    };
    store.commit(Batch { appends: vec![append], ..Batch::default() }).await.unwrap();
    let discussions = Discussions::new(store);
    for _ in 0..2 {
        let read = discussions.state(agreement).await;
        assert!(matches!(read, Err(DiscussionError::Damaged { position: Position::START, .. })), "{read:?}");
    }
}

#[tokio::test]
async fn an_append_for_a_batch_conflicts_when_somebody_was_quicker() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    let discussions = Discussions::new(store.clone());
    let seen = discussions.state(agreement).await.unwrap();
    discussions.run(agreement, member, Timestamp::now(), |_| one(opened())).await.unwrap();
    let append = seen.append(member, Timestamp::now(), vec![opened()]).unwrap();
    let committed = store.commit(Batch { appends: vec![append], ..Batch::default() }).await;
    assert!(matches!(committed, Err(StoreError::Conflict { .. })), "{committed:?}");
}
