//! What must be there after a crash: whatever somebody was told is kept, and nothing twice.

use super::house::text_of;
use overens_tests::{Group, binary};
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::HashMap;

/// What was said to be kept.
#[derive(Debug, Default)]
pub struct Due {
    /// The section's kind, the word, and whether it was acknowledged; if not, it may be there or not.
    pub words: Vec<(&'static str, String, bool)>,
    /// Proposals, and whether they were accepted; if not, they may have been.
    pub proposals: Vec<(String, bool)>,
    /// What the last accepted one put into the text. A later one may stand there instead.
    pub wording: Option<String>,
    /// Numbers of saved revisions.
    pub revisions: Vec<u64>,
    /// Hashes that were approved.
    pub sign_offs: Vec<Value>,
    /// Tokens, and whether they hold or were ended.
    pub tokens: Vec<(String, bool)>,
}

impl Due {
    /// Everything of it is there, every text reads, and the record's chain holds.
    ///
    /// # Panics
    /// If anything is not so; `after` says what happened before.
    pub async fn is_there(&self, group: &Group, after: &str) {
        self.words_are(group, after).await;
        self.decisions_are(group, after).await;
        for (token, holds) in &self.tokens {
            let asked =
                reqwest::Client::new().get(group.server.url("/api/me")).bearer_auth(token).send().await;
            let expected = if *holds { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            assert_eq!(asked.unwrap().status(), expected, "{after}: a token");
        }
        export_is_whole(group, after).await;
    }

    async fn words_are(&self, group: &Group, after: &str) {
        for kind in ["free", "commitments", "principle"] {
            let text = text_of(group, kind).await;
            let mut there: HashMap<&str, usize> = HashMap::new();
            text.lines().for_each(|line| *there.entry(line).or_default() += 1);
            for (_, word, saved) in self.words.iter().filter(|word| word.0 == kind) {
                let times = there.get(word.as_str()).copied().unwrap_or(0);
                let word: String = word.chars().take(40).collect();
                assert!(
                    times == 1 || times == 0 && !saved,
                    "{after}: {word} stands {times} times, saved: {saved}"
                );
            }
        }
        assert!(text_of(group, "free").await.contains("Det här står kvar."), "{after}");
    }

    async fn decisions_are(&self, group: &Group, after: &str) {
        let section = group.section("starting_points");
        let erik = &group.erik;
        let proposals = erik.get(&format!("/api/sections/{section}/proposals")).await.done();
        for (id, accepted) in &self.proposals {
            let found =
                proposals["proposals"].as_array().unwrap().iter().find(|one| one["id"] == id.as_str());
            let state = found.map(|one| one["state"].as_str().unwrap());
            assert!(state.is_some(), "{after}: a proposal is gone");
            assert!(!accepted || state == Some("accepted"), "{after}: an acceptance is gone");
        }
        if let Some(wording) = &self.wording {
            let text = text_of(group, "starting_points").await;
            let number = |text: &str| text.rsplit_once('.')?.0.rsplit_once('.')?.1.parse::<u32>().ok();
            let (stands, due) = (text.lines().next().and_then(number), number(wording));
            assert!(due.is_some() && stands >= due, "{after}: {wording} is not in {text}");
        }
        let revisions = erik.get(&format!("/api/sections/{section}/revisions")).await.done();
        let numbers: Vec<u64> = list(&revisions).iter().filter_map(|one| one["number"].as_u64()).collect();
        for number in &self.revisions {
            assert!(numbers.contains(number), "{after}: revision {number} is gone: {numbers:?}");
        }
        let path = format!("/api/agreements/{}/sign-offs", group.seeded.agreement);
        let given = erik.get(&path).await.done();
        for hash in &self.sign_offs {
            assert!(list(&given).iter().any(|one| one["hash"] == *hash), "{after}: a sign-off is gone");
        }
    }

    /// How much it is.
    pub fn len(&self) -> usize {
        let words = self.words.iter().filter(|word| word.2).count();
        words + self.proposals.len() + self.revisions.len() + self.sign_offs.len() + self.tokens.len()
    }
}

fn list(value: &Value) -> &[Value] {
    let of_object = || value.as_object()?.values().find_map(Value::as_array);
    value.as_array().or_else(of_object).map(Vec::as_slice).expect("a list")
}

/// The agreement can be taken out, and what is taken out is whole: each entry of the record has its hash and follows
/// from the one before.
pub async fn export_is_whole(group: &Group, after: &str) {
    let file = group.folder.beside(&format!("export-{:08x}.zip", rand::random::<u32>()));
    let (file, data) = (file.to_str().unwrap(), group.folder.argument());
    let agreement = &group.seeded.agreement.0;
    let done = binary::run(&["export", agreement, "--data", &data, "--output", file]).await;
    assert_eq!(done.code, Some(0), "{after}: {}", done.errors);
    let done = binary::run(&["verify", file]).await;
    assert_eq!(done.code, Some(0), "{after}: {}", done.errors);
}
