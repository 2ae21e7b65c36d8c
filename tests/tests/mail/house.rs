//! An agreement, a server that sends letters, and the office that takes them.

use overens_tests::server::Launch;
use overens_tests::{Folder, PATIENCE, Person, PostOffice, Seeded, Server, seed};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub struct House {
    pub folder: Folder,
    pub seeded: Seeded,
    pub post: PostOffice,
    pub server: Server,
    flags: Vec<String>,
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    pub async fn open_with(more: &[&str]) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let post = PostOffice::open().await;
        let mut flags = post.flags();
        flags.extend(more.iter().map(|flag| (*flag).to_owned()));
        let server = launch(&folder, &flags).await;
        Self { folder, seeded, post, server, flags }
    }

    /// A crash and a new start.
    pub async fn restart(&mut self) {
        self.server.kill_9().await;
        self.server = launch(&self.folder, &self.flags).await;
    }

    pub async fn signed_in(&self, first_name: &str) -> Person {
        Person::sign_in(&self.server, self.seeded.member(first_name)).await
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/api/agreements/{}{rest}", self.seeded.agreement)
    }

    /// The path of something to be done with a member.
    pub fn member(&self, member: &Value, what: &str) -> String {
        self.path(&format!("/members/{}/{what}", member["id"].as_str().unwrap()))
    }

    /// Erik invites Siv, who drafts; what the server says of her.
    pub async fn invite_siv(&self, erik: &Person) -> Value {
        let siv = json!({"name": "Siv Ström", "email": SIV, "organisation": null, "roles": ["drafter"]});
        erik.post(&self.path("/members"), siv).await.done()
    }

    /// Somebody as another sees them.
    pub async fn person(&self, as_seen_by: &Person, name: &str) -> Value {
        let people = as_seen_by.get(&self.path("/people")).await.done();
        let mut all = people["parties"].as_array().unwrap().iter().flat_map(|party| {
            ["people", "former"]
                .iter()
                .flat_map(|list| party[*list].as_array().unwrap().clone())
                .collect::<Vec<_>>()
        });
        all.find(|one| one["member"]["name"] == name)
            .unwrap_or_else(|| panic!("{name} is not there: {people}"))
    }

    /// Waits until an invitation has come to a state, and gives it.
    pub async fn until_invitation(&self, as_seen_by: &Person, name: &str, state: &str) -> Value {
        until(&format!("{name}'s invitation is {state}"), async || {
            let invitation = self.person(as_seen_by, name).await["invitation"].clone();
            (invitation["state"] == state).then_some(invitation)
        })
        .await
    }
}

pub const SIV: &str = "siv@kuststad.example";

async fn launch(folder: &Folder, flags: &[String]) -> Server {
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    Launch::new(folder).arguments(&flags).start().await
}

/// Asks again and again until there is an answer.
pub async fn until<T>(what: &str, asked: impl AsyncFn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = asked().await {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Within which a change of rights reaches whoever is concerned.
pub const A_SECOND: Duration = Duration::from_secs(1);

/// Asks for a link to sign in by.
pub async fn ask(server: &Server, email: &str) -> StatusCode {
    Person::nobody(server).post("/api/sign-in", json!({ "email": email })).await.status
}
