//! Backups while people write, the service gone the moment after, restored into an empty folder, again and again.

use futures_util::future::join_all;
use overens_tests::people::SectionId;
use overens_tests::place::get;
use overens_tests::server::Launch;
use overens_tests::{Client, Document, Folder, Group, PATIENCE, Pass, Server, binary};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;

/// Services side by side; while one waits for its disk the other has the processor.
const LANES: usize = 4;

/// Backups of each, one after the other, each of what the one before restored.
const ROUNDS: usize = 5;

/// Who writes where. Maja and Erik share a section.
const PLACES: [(&str, &str); 4] =
    [("Erik", "free"), ("Maja", "free"), ("Asta", "commitments"), ("Bo", "principle")];

/// Messages that a writer has on the way.
const ON_THE_WAY: u64 = 4;

/// Words that a writer types in a round, if nothing ends it before.
const MOST_WORDS: usize = 400;

/// Somebody who types until the service is gone.
struct Typist {
    name: &'static str,
    section: SectionId,
    client: Client,
    /// What was typed, and the message that carried it.
    words: Mutex<Vec<(String, u64)>>,
}

impl Typist {
    async fn sit_down(group: &Group, (name, kind): (&'static str, &str)) -> Self {
        let section = group.section(kind).clone();
        let client = group.open(name, &section).await;
        Self { name, section, client, words: Mutex::default() }
    }

    async fn type_on(&self, mark: &str) {
        for number in 0..MOST_WORDS {
            let is_free = |state: &overens_tests::client::State| {
                state.closed.is_some() || state.sent < state.saved + ON_THE_WAY
            };
            assert!(self.client.holds_within(PATIENCE, is_free).await, "nothing is saved any more");
            if self.client.state().closed.is_some() {
                return;
            }
            let word = format!("{mark}.{}.{number}", self.name);
            let message = self.client.edit(|document| document.new_paragraph(&word));
            self.words.lock().unwrap().push((word, message));
        }
    }

    /// What is acknowledged as saved.
    fn saved(&self) -> Vec<String> {
        let saved = self.client.state().saved;
        let words = self.words.lock().unwrap();
        words.iter().filter(|(_, message)| *message <= saved).map(|(word, _)| word.clone()).collect()
    }
}

/// What is due after a restore.
struct Due {
    /// By section and then by name.
    words: HashMap<(SectionId, &'static str), Vec<String>>,
    /// An entry of the record and its hash.
    recorded: (u64, String),
    key: Value,
}

async fn record(group: &Group, most: u64) -> Value {
    let path = format!("/api/agreements/{}/record?most={most}", group.seeded.agreement);
    group.erik.get(&path).await.done()
}

/// One round; the group is in another folder afterwards. How many words were due.
async fn round(group: &mut Group, number: usize) -> usize {
    let approved = group.section("starting_points").clone();
    group.write("Maja", &approved, &format!("Runda {number}.")).await;
    group.erik.save(&approved, "").await;
    group.asta.sign_off(&approved).await.done();

    let typists = join_all(PLACES.map(|place| Typist::sit_down(group, place))).await;
    let mark = number.to_string();
    let is_writing = |typist: &Typist| typist.saved().len() > 10;
    let typing = join_all(typists.iter().map(|typist| typist.type_on(&mark)));
    let file = group.folder.beside("backup");
    let file = file.to_str().unwrap();
    let data = group.folder.argument();
    let (_, due) = tokio::join!(typing, async {
        for typist in &typists {
            assert!(typist.client.holds_within(PATIENCE, |state| state.saved > 12).await);
        }
        assert!(typists.iter().all(is_writing));
        let page = record(group, 1).await;
        let last = &page["entries"][0];
        let mut words: HashMap<_, Vec<String>> = HashMap::new();
        for typist in &typists {
            words.entry((typist.section.clone(), typist.name)).or_default().extend(typist.saved());
        }
        let due = Due {
            words,
            recorded: (last["position"].as_u64().unwrap(), last["hash"].as_str().unwrap().to_owned()),
            key: page["head"]["key"].clone(),
        };
        let arguments = ["backup", "--data", &data, "--output", file];
        let (done, _) = tokio::join!(
            binary::run(&arguments),
            // The record goes on, too.
            group.maja.save(group.section("principle"), ""),
        );
        assert_eq!(done.code, Some(0), "{}", done.errors);
        let is_done = |typist: &Typist| typist.words.lock().unwrap().len() == MOST_WORDS;
        assert!(!typists.iter().all(is_done), "nobody wrote while the backup was taken");
        group.server.send_kill();
        due
    });
    group.server.ended(PATIENCE).await;

    let folder = Folder::new();
    let restored = binary::run(&["restore", file, "--data", &folder.argument()]).await;
    assert_eq!(restored.code, Some(0), "{}", restored.errors);
    let server = Launch::new(&folder).start().await;
    for person in [&mut group.erik, &mut group.asta, &mut group.maja, &mut group.bo, &mut group.ivar] {
        *person = person.at(&server);
    }
    (group.folder, group.server) = (folder, server);

    is_all_there(group, &due).await;
    are_told_and_keep_their_text(group, typists).await;
    is_all_there(group, &due).await;

    // What was approved is still, and still takes no text until it is opened.
    assert_ne!(group.look(&approved).await["state"], "drafting");
    assert!(!may_write(&group.open("Maja", &approved).await));
    group.reopen(&approved).await;
    due.words.values().map(Vec::len).sum()
}

fn may_write(client: &Client) -> bool {
    let state = client.state();
    state.welcome.as_ref().unwrap()["may_write"].as_bool().unwrap()
}

/// Everything acknowledged before the backup began: words, who wrote them, the record.
async fn is_all_there(group: &Group, due: &Due) {
    let (position, hash) = &due.recorded;
    let page = record(group, 200).await;
    let entries = page["entries"].as_array().unwrap();
    let there = entries.iter().find(|entry| entry["position"] == *position);
    assert_eq!(there.expect("the record is as long as it was")["hash"], hash.as_str());
    assert_eq!(page["head"]["key"], due.key, "it signs with another key");
    for ((section, name), words) in &due.words {
        let path = format!("/api/sections/{section}/authors");
        let authors = get(&group.server, group.seeded.token("Olle"), &path).await;
        let member = group.seeded.member(name).id.0.as_str();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for run in authors["runs"].as_array().unwrap() {
            if run["member"] == member {
                *times.entry(run["text"].as_str().unwrap()).or_default() += 1;
            }
        }
        for word in words {
            assert_eq!(times.get(word.as_str()), Some(&1), "{word} of {name}");
        }
    }
}

/// Those who were writing come back with the document of the epoch before.
async fn are_told_and_keep_their_text(group: &Group, typists: Vec<Typist>) {
    for typist in typists {
        let words = typist.words.into_inner().unwrap();
        let document: Document = typist.client.leave().await;
        let pass = Pass::ours(group.seeded.token(typist.name));
        let back = Client::try_connect(&group.server, &typist.section, &pass, document).await.unwrap();
        assert_eq!(back.until_closed().await.code, 4409);
        assert_eq!(back.state().refused.as_ref().unwrap()["code"], "other-epoch");
        let kept = back.leave().await.text();
        let lines: Vec<&str> = kept.lines().collect();
        for (word, _) in words {
            assert!(lines.contains(&word.as_str()), "{} has lost {word}", typist.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_saved_before_a_backup_is_lost_with_the_service_and_writing_goes_on_in_another_epoch() {
    let lanes = (0..LANES).map(|lane| {
        tokio::spawn(async move {
            let mut group = Group::gather().await;
            let mut due = 0;
            for number in 0..ROUNDS {
                due += round(&mut group, lane * ROUNDS + number).await;
            }
            due
        })
    });
    for due in join_all(lanes).await {
        // Or the test would show nothing.
        assert!(due.unwrap() > ROUNDS * PLACES.len() * 10);
    }
}

/// A server that was restored is one like any other.
#[tokio::test]
async fn a_restored_service_stops_and_starts_again() {
    let group = Group::gather().await;
    let section = group.section("free").clone();
    group.write("Maja", &section, "Före.").await;
    let file = group.folder.beside("backup");
    let file = file.to_str().unwrap();
    let done = binary::run(&["backup", "--data", &group.folder.argument(), "--output", file]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let folder = Folder::new();
    let done = binary::run(&["restore", file, "--data", &folder.argument()]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    for text in ["Efter.", "Igen."] {
        let server = Server::start(&folder).await;
        let client = Client::join(&server, &section, &Pass::ours(group.seeded.token("Maja"))).await;
        assert!(client.text().contains("Före."));
        client.edit(|document| document.new_paragraph(text));
        client.until_saved().await;
        client.leave().await;
        server.stop().await;
    }
}
