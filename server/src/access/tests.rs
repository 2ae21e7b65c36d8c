//! Promises of this floor.

use super::Access;
use super::account::{AccountId, Membership, NewMember};
use super::identity::{Credential, IdentifyError, Identity};
use super::link::{INVITATION_LIFETIME, LinkError};
use super::secret::Secret;
use super::session::{NewSession, SESSION_LIFETIME};
use super::token::{Token, TokenOwner};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, MemoryStore, Store, StoreError};
use futures_util::poll;
use jiff::{SignedDuration, Timestamp};
use simultaneous::Simultaneous;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

mod invitations;
mod sessions;
mod simultaneous;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// One person, who is a member of one agreement.
struct Fixture {
    store: Arc<dyn Store>,
    access: Access,
    owner: TokenOwner,
    now: Timestamp,
}

impl Fixture {
    async fn new() -> Self {
        Self::over(Arc::new(MemoryStore::new())).await
    }

    async fn over(store: Arc<dyn Store>) -> Self {
        let access = Access::new(Arc::clone(&store));
        let (agreement, member) = (AgreementId::new(), MemberId::new());
        let account = enrol(&access, &store, agreement, member, "eva@region.example").await;
        let owner = TokenOwner { account, agreement, member };
        Self { store, access, owner, now: Timestamp::now() }
    }

    async fn link(&self) -> Secret {
        let TokenOwner { account, agreement, member } = self.owner;
        let mut batch = Batch::default();
        let place = Some(Membership { agreement, member });
        let secret = self.access.new_link(account, place, INVITATION_LIFETIME, self.now, &mut batch).unwrap();
        self.store.commit(batch).await.unwrap();
        secret
    }

    async fn session(&self) -> NewSession {
        self.access.spend_link(self.link().await.reveal(), None, self.now).await.unwrap().1
    }

    async fn token(&self) -> (Token, Secret) {
        self.access.create_token(self.owner, "skript", self.now).await.unwrap()
    }

    async fn by_session(&self, secret: &Secret, now: Timestamp) -> Result<Identity, IdentifyError> {
        self.access.identify(Credential::Session(secret.reveal()), now).await
    }

    async fn by_token(&self, secret: &Secret) -> Result<Identity, IdentifyError> {
        self.access.identify(Credential::Token(secret.reveal()), self.now).await
    }
}

async fn enrol(
    access: &Access,
    store: &Arc<dyn Store>,
    agreement: AgreementId,
    member: MemberId,
    email: &str,
) -> AccountId {
    let mut batch = Batch::default();
    let people = [NewMember { member, name: "Eva Lindqvist", email }];
    let accounts = access.enrol(agreement, &people, |_| true, &mut batch).await.unwrap();
    store.commit(batch).await.unwrap();
    accounts[0]
}

#[tokio::test]
async fn a_link_signs_in_once_however_often_it_is_looked_at() {
    let fixture = Fixture::new().await;
    let link = fixture.link().await;
    for _ in 0..3 {
        let seen = fixture.access.look_at_link(link.reveal(), fixture.now).await.unwrap();
        assert_eq!((seen.account, seen.member), (fixture.owner.account, Some(fixture.owner.member)));
    }
    let (_, session) = fixture.access.spend_link(link.reveal(), None, fixture.now).await.unwrap();
    let identity = fixture.by_session(&session.secret, fixture.now).await.unwrap();
    assert_eq!(identity.account.id, fixture.owner.account);
    assert!(matches!(
        fixture.access.spend_link(link.reveal(), None, fixture.now).await,
        Err(LinkError::Used)
    ));
    assert!(matches!(fixture.access.look_at_link(link.reveal(), fixture.now).await, Err(LinkError::Used)));
}

#[tokio::test]
async fn an_expired_or_invented_link_signs_nobody_in() {
    let fixture = Fixture::new().await;
    let link = fixture.link().await;
    let late = fixture.now + INVITATION_LIFETIME;
    assert!(matches!(fixture.access.spend_link(link.reveal(), None, late).await, Err(LinkError::Expired)));
    let invented = Secret::new("");
    assert!(matches!(
        fixture.access.spend_link(invented.reveal(), None, fixture.now).await,
        Err(LinkError::Unknown)
    ));
    fixture.access.spend_link(link.reveal(), None, late - SECOND).await.unwrap();
}

#[tokio::test]
async fn of_two_who_spend_a_link_at_once_one_is_signed_in() {
    let fixture = Fixture::over(Arc::new(Simultaneous::new("link/", 2))).await;
    let link = fixture.link().await;
    let (one, other) = tokio::join!(
        fixture.access.spend_link(link.reveal(), None, fixture.now),
        fixture.access.spend_link(link.reveal(), None, fixture.now),
    );
    let (winner, loser) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(matches!(loser, Err(LinkError::Used)), "{loser:?}");
    fixture.by_session(&winner.unwrap().1.secret, fixture.now).await.unwrap();
    assert_eq!(fixture.store.scan("session/").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_ends_by_itself_and_by_signing_out() {
    let fixture = Fixture::new().await;
    let session = fixture.session().await;
    let late = fixture.now + SESSION_LIFETIME;
    assert!(matches!(fixture.by_session(&session.secret, late).await, Err(IdentifyError::Refused)));
    let identity = fixture.by_session(&session.secret, late - SECOND).await.unwrap();
    fixture.access.end_session(identity.credential()).await.unwrap();
    assert!(matches!(fixture.by_session(&session.secret, fixture.now).await, Err(IdentifyError::Refused)));
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_and_is_not_listed() {
    let fixture = Fixture::new().await;
    let (kept, _) = fixture.token().await;
    let (token, secret) = fixture.token().await;
    fixture.by_token(&secret).await.unwrap();
    let account = fixture.owner.account;
    assert!(fixture.access.revoke_token(account, token.id).await.unwrap());
    assert!(matches!(fixture.by_token(&secret).await, Err(IdentifyError::Refused)));
    assert_eq!(fixture.access.tokens(account).await.unwrap(), [kept]);
    assert!(!fixture.access.revoke_token(account, token.id).await.unwrap());
}

#[tokio::test]
async fn nobody_revokes_the_token_of_somebody_else() {
    let fixture = Fixture::new().await;
    let (token, secret) = fixture.token().await;
    let other =
        enrol(&fixture.access, &fixture.store, AgreementId::new(), MemberId::new(), "b@b.example").await;
    assert!(!fixture.access.revoke_token(other, token.id).await.unwrap());
    fixture.by_token(&secret).await.unwrap();
}

#[tokio::test]
async fn a_credential_is_good_only_as_what_it_is() {
    let fixture = Fixture::new().await;
    let (_, token) = fixture.token().await;
    let session = fixture.session().await.secret;
    let link = fixture.link().await;
    for (kind, secret) in [("session", &token), ("token", &session), ("session", &link), ("token", &link)] {
        let found = match kind {
            "session" => fixture.by_session(secret, fixture.now).await,
            _ => fixture.by_token(secret).await,
        };
        assert!(matches!(found, Err(IdentifyError::Refused)), "{kind}");
    }
}

#[tokio::test]
async fn an_open_connection_learns_of_a_revocation_and_of_no_other() {
    let fixture = Fixture::new().await;
    let (token, secret) = fixture.token().await;
    let (other, _) = fixture.token().await;
    let mut standing = fixture.access.watch(&fixture.by_token(&secret).await.unwrap());
    let mut ended = pin!(standing.ended());
    assert_eq!(poll!(ended.as_mut()), Poll::Pending);
    fixture.access.revoke_token(fixture.owner.account, other.id).await.unwrap();
    assert_eq!(poll!(ended.as_mut()), Poll::Pending);
    fixture.access.revoke_token(fixture.owner.account, token.id).await.unwrap();
    ended.await;
}

#[tokio::test]
async fn an_open_connection_learns_of_signing_out() {
    let fixture = Fixture::new().await;
    let session = fixture.session().await;
    let identity = fixture.by_session(&session.secret, fixture.now).await.unwrap();
    let mut standing = fixture.access.watch(&identity);
    fixture.access.end_session(identity.credential()).await.unwrap();
    standing.ended().await;
}

#[tokio::test]
async fn what_was_revoked_between_the_check_and_the_watch_is_noticed() {
    let fixture = Fixture::new().await;
    let (token, secret) = fixture.token().await;
    let identity = fixture.by_token(&secret).await.unwrap();
    fixture.access.revoke_token(fixture.owner.account, token.id).await.unwrap();
    fixture.access.watch(&identity).ended().await;
}

#[tokio::test]
async fn more_withdrawals_than_are_kept_hide_none() {
    let fixture = Fixture::new().await;
    let (token, secret) = fixture.token().await;
    let mut standing = fixture.access.watch(&fixture.by_token(&secret).await.unwrap());
    let mut ended = pin!(standing.ended());
    assert_eq!(poll!(ended.as_mut()), Poll::Pending);
    fixture.access.revoke_token(fixture.owner.account, token.id).await.unwrap();
    for _ in 0..2 * super::WITHDRAWALS_KEPT {
        let session = fixture.session().await;
        fixture.access.end_session(session.secret.hash()).await.unwrap();
    }
    ended.await;
}

#[tokio::test]
async fn no_secret_stands_in_the_store_or_in_debug() {
    let fixture = Fixture::new().await;
    let link = fixture.link().await;
    let session = fixture.session().await.secret;
    let (token, secret) = fixture.token().await;
    let everything = format!("{:?} {token:?}", fixture.store.scan("").await.unwrap());
    for secret in [&link, &session, &secret] {
        assert!(!everything.contains(secret.reveal()));
        assert!(!everything.contains(secret.reveal().trim_start_matches("overens_")));
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }
}

#[tokio::test]
async fn one_address_is_one_account_across_agreements() {
    let fixture = Fixture::new().await;
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    let account = enrol(&fixture.access, &fixture.store, agreement, member, " EVA@Region.example").await;
    assert_eq!(account, fixture.owner.account);
    let found = fixture.access.account(account).await.unwrap().unwrap();
    assert_eq!(found.member_of(fixture.owner.agreement), Some(fixture.owner.member));
    assert_eq!(found.member_of(agreement), Some(member));
    assert_eq!(found.email, "eva@region.example");
    assert_eq!(fixture.access.account_of_member(member).await.unwrap(), Some(account));
}

#[tokio::test]
async fn one_address_is_not_two_members_of_an_agreement() {
    let fixture = Fixture::new().await;
    let person = |email| NewMember { member: MemberId::new(), name: "Eva", email };
    let mut batch = Batch::default();
    let again = [person("eva@region.example")];
    let refused = fixture.access.enrol(fixture.owner.agreement, &again, |_| true, &mut batch).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
}

#[tokio::test]
async fn a_token_reaches_one_agreement_and_a_session_all_of_its_account() {
    let fixture = Fixture::new().await;
    let other = AgreementId::new();
    enrol(&fixture.access, &fixture.store, other, MemberId::new(), "eva@region.example").await;
    let own = fixture.owner.agreement;
    let (_, secret) = fixture.token().await;
    assert_eq!(fixture.by_token(&secret).await.unwrap().agreements(), [own]);
    let session = fixture.session().await;
    let identity = fixture.by_session(&session.secret, fixture.now).await.unwrap();
    assert_eq!(identity.agreements(), [own, other]);
}

#[tokio::test]
async fn what_is_over_is_swept_away_and_nothing_else() {
    let fixture = Fixture::new().await;
    fixture.session().await;
    fixture.link().await;
    assert_eq!(fixture.access.sweep(fixture.now).await.unwrap(), 0);
    let after_the_session = fixture.now + SESSION_LIFETIME;
    assert_eq!(fixture.access.sweep(after_the_session).await.unwrap(), 1);
    // Links tell for a while yet that they are over.
    let much_later = after_the_session + SignedDuration::from_hours(24 * 365);
    assert_eq!(fixture.access.sweep(much_later).await.unwrap(), 2);
    assert!(fixture.store.scan("link/").await.unwrap().is_empty());
}
