//! Invitations, links that lead nowhere in particular, and what ends when somebody leaves.

use super::*;
use crate::access::invitation::{Invitation, InvitationState, invited};
use crate::access::link::ASKED_LIFETIME;
use crate::access::session::SEEN_EVERY;
use crate::store::{Expected, RegisterWrite};

impl Fixture {
    async fn invite(&self, member: MemberId) {
        let state = InvitationState::Waiting { problem: None };
        let invitation = Invitation { invited_at: self.now, by: None, state };
        let register = vec![invited(member, &invitation).unwrap()];
        self.store.commit(Batch { register, ..Batch::default() }).await.unwrap();
    }

    async fn state(&self, member: MemberId) -> Option<InvitationState> {
        self.access.invitation(member).await.unwrap().map(|(invitation, _)| invitation.state)
    }
}

#[tokio::test]
async fn a_link_that_was_asked_for_leads_to_no_agreement_and_holds_for_an_hour() {
    let fixture = Fixture::new().await;
    let mut batch = Batch::default();
    let account = fixture.owner.account;
    let link = fixture.access.new_link(account, None, ASKED_LIFETIME, fixture.now, &mut batch).unwrap();
    fixture.store.commit(batch).await.unwrap();
    let late = fixture.now + SignedDuration::from_hours(1);
    assert!(matches!(fixture.access.look_at_link(link.reveal(), late).await, Err(LinkError::Expired)));
    let (spent, session) = fixture.access.spend_link(link.reveal(), None, late - SECOND).await.unwrap();
    assert!(spent.place().is_none());
    assert_eq!(fixture.by_session(&session.secret, late).await.unwrap().account.id, account);
}

#[tokio::test]
async fn a_link_of_an_earlier_release_still_signs_in() {
    let fixture = Fixture::new().await;
    let secret = Secret::new("");
    let TokenOwner { account, agreement, member } = fixture.owner;
    let (now, later) = (fixture.now, fixture.now + INVITATION_LIFETIME);
    let old = format!(
        r#"{{"account":"{account}","agreement":"{agreement}","member":"{member}","created_at":"{now}",
            "expires_at":"{later}","used_at":null}}"#
    );
    let key = format!("link/{}", secret.hash());
    let write = RegisterWrite { key, expected: Expected::Absent, value: Some(old.into_bytes().into()) };
    fixture.store.commit(Batch { register: vec![write], ..Batch::default() }).await.unwrap();
    let (link, _) = fixture.access.spend_link(secret.reveal(), None, now).await.unwrap();
    assert_eq!(link.place(), Some(Membership { agreement, member }));
}

#[tokio::test]
async fn a_members_links_end_together_and_say_that_they_were_revoked() {
    let fixture = Fixture::new().await;
    let (used, open) = (fixture.link().await, fixture.link().await);
    fixture.access.spend_link(used.reveal(), None, fixture.now).await.unwrap();
    let mut batch = Batch::default();
    fixture.access.end_links_of(fixture.owner.member, fixture.now, &mut batch).await.unwrap();
    fixture.store.commit(batch).await.unwrap();
    let look = |link: Secret| {
        let (access, now) = (fixture.access.clone(), fixture.now);
        async move { access.look_at_link(link.reveal(), now).await }
    };
    assert!(matches!(look(open).await, Err(LinkError::Revoked)));
    assert!(matches!(look(used).await, Err(LinkError::Used)));
    look(fixture.link().await).await.unwrap();
}

#[tokio::test]
async fn an_invitation_is_accepted_by_signing_in_by_it() {
    let fixture = Fixture::new().await;
    let member = fixture.owner.member;
    fixture.invite(member).await;
    let link = fixture.link().await;
    fixture.access.look_at_link(link.reveal(), fixture.now).await.unwrap();
    assert_eq!(fixture.state(member).await, Some(InvitationState::Waiting { problem: None }));
    let later = fixture.now + SECOND;
    fixture.access.spend_link(link.reveal(), None, later).await.unwrap();
    assert_eq!(fixture.state(member).await, Some(InvitationState::Accepted { at: later }));
    fixture.session().await;
    assert_eq!(
        fixture.state(member).await,
        Some(InvitationState::Accepted { at: later }),
        "the first counts"
    );
}

#[tokio::test]
async fn an_invitation_is_accepted_by_a_session_of_the_same_person() {
    let fixture = Fixture::new().await;
    let session = fixture.session().await;
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    enrol(&fixture.access, &fixture.store, agreement, member, "eva@region.example").await;
    fixture.invite(member).await;
    let later = fixture.now + SEEN_EVERY;
    fixture.by_session(&session.secret, later).await.unwrap();
    assert_eq!(fixture.state(member).await, Some(InvitationState::Accepted { at: later }));
}

#[tokio::test]
async fn whoever_leaves_loses_links_and_tokens_of_that_agreement_and_no_others() {
    let fixture = Fixture::new().await;
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    enrol(&fixture.access, &fixture.store, agreement, member, "eva@region.example").await;
    let elsewhere = TokenOwner { agreement, member, ..fixture.owner };
    let (_, kept) = fixture.access.create_token(elsewhere, "annan", fixture.now).await.unwrap();
    let (_, token) = fixture.token().await;
    let link = fixture.link().await;
    let mut standing = fixture.access.watch(&fixture.by_token(&token).await.unwrap());
    let mut batch = Batch::default();
    let ending = fixture.access.leave(fixture.owner.member, fixture.now, &mut batch).await.unwrap();
    fixture.store.commit(batch).await.unwrap();
    fixture.access.ended(ending);
    standing.ended().await;
    assert!(fixture.by_token(&token).await.is_err());
    fixture.by_token(&kept).await.unwrap();
    let looked = fixture.access.look_at_link(link.reveal(), fixture.now).await;
    assert!(matches!(looked, Err(LinkError::Revoked)));
}

#[tokio::test]
async fn somebody_who_left_comes_back_as_a_new_member() {
    let fixture = Fixture::new().await;
    let (agreement, former) = (fixture.owner.agreement, fixture.owner.member);
    let member = MemberId::new();
    let people = [NewMember { member, name: "Eva", email: "Eva@region.example" }];
    let mut batch = Batch::default();
    let takes_part = |asked: MemberId| asked != former;
    fixture.access.enrol(agreement, &people, takes_part, &mut batch).await.unwrap();
    fixture.store.commit(batch).await.unwrap();
    let account = fixture.access.account(fixture.owner.account).await.unwrap().unwrap();
    assert_eq!(account.memberships, [Membership { agreement, member }]);
}

#[tokio::test]
async fn an_account_is_forgotten_with_its_last_place() {
    let fixture = Fixture::new().await;
    let (agreement, member) = (AgreementId::new(), MemberId::new());
    enrol(&fixture.access, &fixture.store, agreement, member, "eva@region.example").await;
    for (member, gone) in [(fixture.owner.member, false), (member, true)] {
        let mut batch = Batch::default();
        let ending = fixture.access.forget(member, fixture.now, &mut batch).await.unwrap();
        fixture.store.commit(batch).await.unwrap();
        fixture.access.ended(ending);
        assert_eq!(fixture.access.account(fixture.owner.account).await.unwrap().is_none(), gone);
        assert_eq!(fixture.access.account_of("eva@region.example").await.unwrap().is_none(), gone);
        assert_eq!(fixture.access.account_of_member(member).await.unwrap(), None);
    }
    let everything = format!("{:?}", fixture.store.scan("").await.unwrap());
    assert!(!everything.contains("Lindqvist") && !everything.contains("eva@"), "{everything}");
}

#[tokio::test]
async fn the_operator_admits_founders_new_and_known() {
    let fixture = Fixture::new().await;
    for (email, known) in [("eva@region.example", true), ("ny@region.example", false)] {
        let mut batch = Batch::default();
        let id = fixture.access.admit("Ny", email, &mut batch).await.unwrap();
        fixture.store.commit(batch).await.unwrap();
        assert_eq!(id == fixture.owner.account, known);
        let account = fixture.access.account(id).await.unwrap().unwrap();
        assert!(account.may_found);
        assert_eq!(account.memberships.is_empty(), !known);
    }
}
