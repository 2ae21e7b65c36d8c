//! An agreement and a server, for tests of people who do what they may.

use crate::people::{SectionId, Token};
use crate::server::Launch;
use crate::{Client, Folder, Pass, Seeded, Server, seed};
use serde_json::Value;

/// An agreement, its people and a server.
#[derive(Debug)]
pub struct Place {
    /// Its data folder.
    pub folder: Folder,
    /// Who there is.
    pub seeded: Seeded,
    /// The server.
    pub server: Server,
}

impl Place {
    /// Everything new, with nothing but defaults.
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With limits other than the usual ones.
    pub async fn open_with(limits: &[&str]) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let server = Launch::new(&folder).arguments(limits).start().await;
        Self { folder, seeded, server }
    }

    /// Somebody who speaks `overens.v1`.
    pub async fn join(&self, first_name: &str, kind: &str) -> Client {
        Client::join(&self.server, self.seeded.section(kind), &Pass::ours(self.seeded.token(first_name)))
            .await
    }

    /// Somebody with any y-websocket client.
    pub async fn stock(&self, first_name: &str, kind: &str) -> Client {
        Client::join(&self.server, self.seeded.section(kind), &Pass::plain(self.seeded.token(first_name)))
            .await
    }

    /// A crash and a new start.
    pub async fn restart(&mut self) {
        self.server.kill_9().await;
        self.server = Server::start(&self.folder).await;
    }

    /// What a route answers to Olle.
    pub async fn get(&self, path: &str) -> Value {
        get(&self.server, self.seeded.token("Olle"), path).await
    }

    /// Who wrote which words, in the order of the text; neighbouring runs of one author as one.
    pub async fn authors(&self, section: &SectionId) -> Vec<(Option<String>, String)> {
        let authors = self.get(&format!("/api/sections/{section}/authors")).await;
        let mut runs: Vec<(Option<String>, String)> = Vec::new();
        for run in authors["runs"].as_array().unwrap() {
            let name = run["member"].as_str().map(|id| {
                let member = self.seeded.members.iter().find(|member| member.id.0 == id).expect("a member");
                member.name.split(' ').next().unwrap().to_owned()
            });
            let text = run["text"].as_str().unwrap();
            match runs.last_mut() {
                Some((last, words)) if *last == name => words.push_str(text),
                _ => runs.push((name, text.to_owned())),
            }
        }
        runs.retain(|(_, words)| !words.is_empty());
        runs
    }

    /// The words that are a member's.
    pub async fn words_of(&self, first_name: &str, section: &SectionId) -> String {
        let runs = self.authors(section).await;
        runs.into_iter()
            .filter(|(name, _)| name.as_deref() == Some(first_name))
            .map(|(_, words)| words)
            .collect()
    }

    /// Every entry of a section's history, over as many answers as it takes.
    pub async fn history(&self, section: &SectionId) -> Vec<Value> {
        let (mut entries, mut from) = (Vec::new(), Some(0));
        while let Some(position) = from {
            let page = self.get(&format!("/api/sections/{section}/history?from={position}&most=7")).await;
            let page_entries = page["entries"].as_array().unwrap();
            assert!(page_entries.len() <= 7);
            entries.extend(page_entries.iter().cloned());
            from = page["next"].as_u64();
        }
        entries
    }
}

/// What a route answers.
pub async fn get(server: &Server, token: &Token, path: &str) -> Value {
    let asked = reqwest::Client::new().get(server.url(path)).bearer_auth(token).send().await.unwrap();
    assert_eq!(asked.status(), 200, "{path}");
    asked.json().await.unwrap()
}
