//! Sessions as their owner sees them.

use super::*;
use crate::access::session::{SEEN_EVERY, SessionId};

#[tokio::test]
async fn a_persons_sessions_are_listed_with_their_device_and_when_they_were_seen() {
    let fixture = Fixture::new().await;
    let link = fixture.link().await;
    let device = Some("Firefox, Linux".to_owned());
    let (_, one) = fixture.access.spend_link(link.reveal(), device.clone(), fixture.now).await.unwrap();
    let other = fixture.session().await;
    let soon = fixture.now + SEEN_EVERY - SECOND;
    let later = fixture.now + SEEN_EVERY;
    fixture.by_session(&one.secret, later).await.unwrap();
    fixture.by_session(&other.secret, soon).await.unwrap();
    let listed = fixture.access.sessions(fixture.owner.account, later).await.unwrap();
    let seen: Vec<_> = listed.iter().map(|(hash, session)| (*hash, session.last_seen_at)).collect();
    let expected = [(one.secret.hash(), Some(later)), (other.secret.hash(), Some(fixture.now))];
    assert!(seen == expected, "{seen:?}");
    assert_eq!(listed[0].1.device, device);
    assert_eq!(listed[1].1.device, None);
}

#[tokio::test]
async fn one_session_or_all_others_are_ended_and_no_strangers() {
    let fixture = Fixture::new().await;
    let (mine, second, third) = (fixture.session().await, fixture.session().await, fixture.session().await);
    let stranger = enrol(&fixture.access, &fixture.store, AgreementId::new(), MemberId::new(), "b@b.example");
    let stranger = stranger.await;
    let id = SessionId::of(second.secret.hash());
    assert!(!fixture.access.end_session_named(stranger, id, fixture.now).await.unwrap());
    fixture.by_session(&second.secret, fixture.now).await.unwrap();
    let account = fixture.owner.account;
    assert!(fixture.access.end_session_named(account, id, fixture.now).await.unwrap());
    assert!(fixture.by_session(&second.secret, fixture.now).await.is_err());
    assert!(!fixture.access.end_session_named(account, id, fixture.now).await.unwrap());
    let but = Some(mine.secret.hash());
    fixture.access.end_other_sessions(account, but, fixture.now).await.unwrap();
    assert!(fixture.by_session(&third.secret, fixture.now).await.is_err());
    fixture.by_session(&mine.secret, fixture.now).await.unwrap();
    assert_eq!(fixture.store.scan("session").await.unwrap().len(), 2);
}

#[tokio::test]
async fn that_a_session_was_seen_does_not_bring_it_back() {
    let fixture = Fixture::new().await;
    let session = fixture.session().await;
    let hash = session.secret.hash();
    let (found, version) = fixture.access.session(hash, fixture.now).await.unwrap().unwrap();
    fixture.access.end_session(hash).await.unwrap();
    fixture.access.seen(hash, &found, version, fixture.now + SEEN_EVERY).await;
    assert!(fixture.store.scan("session").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_session_of_an_earlier_release_holds_and_is_listed_once_it_is_used() {
    let fixture = Fixture::new().await;
    let secret = Secret::new("");
    let account = fixture.owner.account;
    let (now, later) = (fixture.now, fixture.now + SESSION_LIFETIME);
    let old = format!(r#"{{"account":"{account}","created_at":"{now}","expires_at":"{later}"}}"#);
    let write = crate::store::RegisterWrite {
        key: format!("session/{}", secret.hash()),
        expected: crate::store::Expected::Absent,
        value: Some(old.into_bytes().into()),
    };
    fixture.store.commit(Batch { register: vec![write], ..Batch::default() }).await.unwrap();
    fixture.by_session(&secret, now).await.unwrap();
    let listed = fixture.access.sessions(account, now).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].1.last_seen_at, Some(now));
}
