//! Promises of letters that take a clock; that they arrive is shown beside the real binary, with a mail server.

use super::letter::{LETTERS, Letter, Recipe};
use super::smtp::Smtp;
use super::telling::Telling;
use super::{Mail, MailSettings, Office};
use crate::access::Access;
use crate::access::invitation::{Invitation, InvitationState, invited};
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::refusal::Language;
use crate::agreement::sample::description;
use crate::discussing::Discussions;
use crate::founding;
use crate::notices::Notices;
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::{Batch, MemoryStore, Store};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// An agreement, and an office whose mail server is not there.
struct House {
    office: Office,
    agreement: AgreementId,
    member: MemberId,
}

impl House {
    async fn new() -> Self {
        // A port that nobody listens on any more.
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let records = Records::new(Arc::clone(&store));
        let access = Access::new(Arc::clone(&store));
        let now = Timestamp::now();
        let founded = founding::prepare(&records, &access, &description(), None, now).await.unwrap();
        store.commit(founded.batch).await.unwrap();
        let url = format!("smtp://{port}").parse().unwrap();
        let settings = MailSettings {
            smtp: Smtp::new(&url, None, "overens@b.example", "b.example").unwrap(),
            public_url: "https://b.example".parse().unwrap(),
            first_pause: Duration::from_secs(10),
            asked_lifetime: SignedDuration::from_hours(1),
            telling: Telling { hour: Some(7), every: None, delay: Duration::from_secs(120) },
        };
        let signatory = Arc::new(Signatory::of_bytes([7; 32]));
        let discussions = Discussions::new(Arc::clone(&store));
        let notices = Notices::new(Arc::clone(&store), Arc::clone(&records), discussions, access.clone());
        let office = Office { store, records, access, notices, signatory, settings, queued: Notify::new() };
        let member = founded.state.members()[0].id;
        Self { office, agreement: founded.state.agreement(), member }
    }

    /// Queues an invitation as it was so long ago, and has what is due handed in.
    async fn send_one_queued(&self, ago: SignedDuration) -> Option<Timestamp> {
        let at = Timestamp::now() - ago;
        let recipe = Recipe::Invitation { agreement: self.agreement, member: self.member, by: None };
        let letter = Letter::new(recipe, Language::English, at).queue().unwrap();
        let state = InvitationState::Waiting { problem: None };
        let noted = invited(self.member, &Invitation { invited_at: at, by: None, state }).unwrap();
        let batch = Batch { register: vec![letter, noted], ..Batch::default() };
        self.office.store.commit(batch).await.unwrap();
        self.office.send_what_is_due().await.unwrap()
    }

    async fn state(&self) -> InvitationState {
        self.office.access.invitation(self.member).await.unwrap().unwrap().0.state
    }

    async fn queue(&self) -> Vec<Letter> {
        let found = self.office.store.scan(LETTERS).await.unwrap();
        found.iter().map(|(_, found)| Letter::read(&found.value).unwrap()).collect()
    }
}

#[tokio::test]
async fn a_letter_that_does_not_go_out_waits_longer_each_time() {
    let house = House::new().await;
    let mut before = SignedDuration::ZERO;
    for tries in 1..=3 {
        let next = match tries {
            1 => house.send_one_queued(SignedDuration::ZERO).await,
            _ => {
                // As if the pause were over.
                let mut letter = house.queue().await.remove(0);
                letter.not_before = Timestamp::now();
                let register = vec![letter.queue().unwrap()];
                house.office.store.commit(Batch { register, ..Batch::default() }).await.unwrap();
                house.office.send_what_is_due().await.unwrap()
            }
        };
        let pause = next.unwrap().duration_since(Timestamp::now());
        assert!(pause > before + SignedDuration::from_secs(8), "after {tries}: {pause:?}, before {before:?}");
        before = pause;
        assert_eq!(house.queue().await[0].tries, tries);
        let problem = Some("The mail server cannot be reached.".to_owned());
        assert_eq!(house.state().await, InvitationState::Waiting { problem });
    }
}

#[tokio::test]
async fn a_letter_is_given_up_after_a_day_and_its_invitation_says_so() {
    let house = House::new().await;
    house.send_one_queued(SignedDuration::from_hours(23)).await;
    assert_eq!(house.queue().await.len(), 1, "a day is not over");
    assert_eq!(house.send_one_queued(SignedDuration::from_hours(25)).await, None);
    assert!(house.queue().await.is_empty());
    let state = house.state().await;
    assert!(matches!(state, InvitationState::Failed { .. }), "{state:?}");
}

#[tokio::test]
async fn no_link_outlives_the_try_it_was_made_for_and_none_stands_in_the_queue() {
    let house = House::new().await;
    house.send_one_queued(SignedDuration::ZERO).await;
    assert_eq!(house.queue().await[0].link, None);
    let links = house.office.store.scan("link/").await.unwrap();
    assert_eq!(links.len(), 1);
    let link = String::from_utf8(links[0].1.value.to_vec()).unwrap();
    assert!(!link.contains(r#""revoked_at":null"#), "{link}");
}

#[tokio::test]
async fn a_letter_nobody_can_read_holds_up_no_other() {
    let house = House::new().await;
    let strange = crate::store::RegisterWrite {
        key: format!("{LETTERS}a-newer-kind"),
        expected: crate::store::Expected::Absent,
        value: Some("{}".into()),
    };
    house.office.store.commit(Batch { register: vec![strange], ..Batch::default() }).await.unwrap();
    assert!(house.send_one_queued(SignedDuration::ZERO).await.is_some());
}

#[tokio::test]
async fn a_server_without_mail_queues_nothing() {
    let recipe = Recipe::SignIn { account: crate::access::account::AccountId(uuid::Uuid::nil()) };
    assert!(Mail::none().queue(recipe, Language::English, Timestamp::now()).unwrap().is_none());
    assert!(!Mail::none().is_on());
}
