//! Everything that writes, at once, until the server is gone: frames, proposals and their acceptance, revisions,
//! sign-offs, tokens.

use super::due::Due;
use futures_util::future::join_all;
use overens_tests::client::State;
use overens_tests::people::SectionId;
use overens_tests::{Client, Group, PATIENCE, Person};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::Notify;

/// Who types where. Maja and Erik share a section; Asta's has the long log.
const PLACES: [(&str, &str); 4] =
    [("Maja", "free"), ("Erik", "free"), ("Asta", "commitments"), ("Bo", "principle")];

/// Messages that somebody has on the way.
const ON_THE_WAY: u64 = 4;

/// Bounds of one run: words of one typist, rounds of the others.
const MOST_WORDS: usize = 600;
const MOST_ROUNDS: usize = 200;

/// Each so-many-th word is a long one: that fills the journal, and calls for a checkpoint.
const LONG_EACH: usize = 10;
const LONG: usize = 6_000;

struct Typist {
    section: SectionId,
    kind: &'static str,
    name: &'static str,
    client: Client,
    words: Mutex<Vec<(String, u64)>>,
}

/// Those who write, and what they were told is kept.
pub struct Load {
    typists: Vec<Typist>,
    group: People,
    due: Mutex<Due>,
    over: AtomicBool,
    told: Notify,
    kept: AtomicU64,
}

/// Whom the load needs of a group whose server is to die.
struct People {
    agreement: String,
    section: SectionId,
    erik: Person,
    asta: Person,
    maja: Person,
    bo: Person,
}

impl Load {
    /// Everybody opens what they write in.
    ///
    /// # Panics
    /// If somebody is not let in.
    pub async fn sit_down(group: &Group) -> Self {
        let typists = join_all(PLACES.map(async |(name, kind)| {
            let section = group.section(kind).clone();
            let client = group.open(name, &section).await;
            Typist { section, kind, name, client, words: Mutex::default() }
        }));
        let people = People {
            agreement: group.seeded.agreement.0.clone(),
            section: group.section("starting_points").clone(),
            erik: group.erik.clone(),
            asta: group.asta.clone(),
            maja: group.maja.clone(),
            bo: group.bo.clone(),
        };
        Self {
            typists: typists.await,
            group: people,
            due: Mutex::default(),
            over: AtomicBool::new(false),
            told: Notify::new(),
            kept: AtomicU64::new(0),
        }
    }

    /// Writes until the server is gone, or somebody says that it is enough.
    pub async fn go(&self, mark: &str) {
        let typing = join_all(self.typists.iter().map(|typist| self.type_on(typist, mark)));
        tokio::join!(typing, self.decide(mark), self.make_tokens(mark));
    }

    /// Waits until so many things have been kept.
    ///
    /// # Panics
    /// If that does not come.
    pub async fn until_kept(&self, most: u64) {
        let waiting = async {
            while self.kept.load(Ordering::SeqCst) < most {
                self.told.notified().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("nothing is kept any more");
    }

    /// The server is gone, or nobody is to write any more.
    pub fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// What was said to be kept.
    pub fn due(self) -> Due {
        let mut due = self.due.into_inner().unwrap();
        for typist in self.typists {
            let saved = typist.client.state().saved;
            let words = typist.words.into_inner().unwrap();
            let words = words.into_iter().map(|(word, message)| (typist.kind, word, message <= saved));
            due.words.extend(words);
        }
        due
    }

    fn note(&self, note: impl FnOnce(&mut Due)) {
        note(&mut self.due.lock().unwrap());
        self.count();
    }

    fn count(&self) {
        self.kept.fetch_add(1, Ordering::SeqCst);
        self.told.notify_one();
    }

    async fn type_on(&self, typist: &Typist, mark: &str) {
        for number in 0..MOST_WORDS {
            let is_free = |state: &State| state.closed.is_some() || state.sent < state.saved + ON_THE_WAY;
            assert!(typist.client.holds_within(PATIENCE, is_free).await, "nothing is saved any more");
            if self.over.load(Ordering::SeqCst) || typist.client.state().closed.is_some() {
                return;
            }
            let mut word = format!("‹{mark}.{}.{}.{number}›", typist.name, &typist.section.0[..4]);
            if number % LONG_EACH == LONG_EACH - 1 {
                word.insert_str(word.len() - '›'.len_utf8(), &"lång ".repeat(LONG / 5));
            }
            let message = typist.client.edit(|document| document.new_paragraph(&word));
            typist.words.lock().unwrap().push((word, message));
            self.count();
        }
    }

    /// Proposals, their acceptance, revisions and sign-offs, one after the other in one section.
    async fn decide(&self, mark: &str) {
        for round in 0..MOST_ROUNDS {
            if self.over.load(Ordering::SeqCst)
                || self.decide_once(&format!("{mark}.{round}")).await.is_none()
            {
                return;
            }
        }
    }

    /// `None` when there is no server any more.
    async fn decide_once(&self, mark: &str) -> Option<()> {
        let People { section, erik, asta, maja, bo, .. } = &self.group;
        let text = bo.try_get(&format!("/api/sections/{section}/text")).await.ok()?.body;
        let mut seen = text["ids"][0].clone();
        seen["block"] = text["blocks"][0].clone();
        let wording = format!("Fyrarna är allas, lydelse {mark}.");
        let block = json!({"type": "paragraph", "content": [{"type": "text", "text": wording}]});
        let offer = json!({"base": [seen], "blocks": [block], "reason": null});
        let made = bo.try_post(&format!("/api/sections/{section}/proposals"), &offer).await.ok()?;
        let Some(proposal) = made.body["id"].as_str() else { return Some(()) };
        self.note(|due| due.proposals.push((proposal.to_owned(), false)));
        let accept = json!({"seen": [seen], "blocks": null});
        let path = format!("/api/proposals/{proposal}/acceptances");
        if erik.try_post(&path, &accept).await.ok()?.status.is_success() {
            self.note(|due| {
                due.proposals.last_mut().expect("just made").1 = true;
                due.wording = Some(wording);
            });
        }
        let revision = json!({"name": "", "note": ""});
        let path = format!("/api/sections/{section}/revisions");
        let saved = erik.try_post(&path, &revision).await.ok()?;
        if saved.status.is_success() {
            self.note(|due| {
                due.revisions.push(saved.body["number"].as_u64().expect("a revision has a number"))
            });
        }
        let seen = asta.try_get(&format!("/api/sections/{section}/approval")).await.ok()?.body;
        let approval = json!({"revision": seen["revision"]["number"], "hash": seen["revision"]["hash"],
            "mandate": seen["mandates"][0]["id"], "name": seen["name"], "reservation": null});
        let path = format!("/api/sections/{section}/sign-offs");
        if asta.try_post(&path, &approval).await.ok()?.status.is_success() {
            self.note(|due| due.sign_offs.push(approval["hash"].clone()));
        }
        let path = format!("/api/sections/{section}/reopening");
        maja.try_post(&path, &json!({"reason": "En mening fattas."})).await.ok()?;
        Some(())
    }

    /// Values of the register that come and go.
    async fn make_tokens(&self, mark: &str) {
        for round in 0..MOST_ROUNDS {
            if self.over.load(Ordering::SeqCst) || self.make_token(&format!("{mark} {round}")).await.is_none()
            {
                return;
            }
        }
    }

    async fn make_token(&self, label: &str) -> Option<()> {
        let People { agreement, erik, .. } = &self.group;
        let asked = json!({"agreement": agreement, "label": label});
        let made = erik.try_post("/api/tokens", &asked).await.ok()?;
        let token = |value: &Value| value["token"].as_str().map(str::to_owned);
        let (Some(secret), Some(id)) = (token(&made.body), made.body["id"].as_str()) else { return Some(()) };
        self.note(|due| due.tokens.push((secret.clone(), true)));
        // Half of it is undone at once. Until that is answered, it may be either way.
        if self.kept.load(Ordering::SeqCst).is_multiple_of(2) {
            self.note(|due| due.tokens.retain(|(known, _)| *known != secret));
            if erik.try_delete(&format!("/api/tokens/{id}")).await.ok()?.status.is_success() {
                self.note(|due| due.tokens.push((secret, false)));
            }
        }
        Some(())
    }
}
