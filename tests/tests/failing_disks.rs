//! A disk that fills up, and one that fails to sync, while people write.
//!
//! Nobody is told that anything is saved that is not, nothing that was saved or had reached another is lost, and
//! when the disk works again so does the service, without a restart.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use futures_util::future::join_all;
use overens_tests::client::State;
use overens_tests::crash::{Crash, Loss, Played, play};
use overens_tests::people::SectionId;
use overens_tests::power::{Power, Unsynced};
use overens_tests::server::Launch;
use overens_tests::{Client, Document, Folder, PATIENCE, Pass, Seeded, Server, seed};
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::StatusCode;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// Crashes of each kind; each on a disk that failed before.
const ROUNDS: usize = 6;

/// How long to wait before coming back to a server that could not write; as clients do.
const PAUSE: Duration = Duration::from_millis(20);

/// Who writes where in the tests that crash nothing.
const PLACES: [(&str, &str); 3] = [("Erik", "free"), ("Maja", "free"), ("Asta", "commitments")];

async fn played(lane: u64, crash: Crash) -> Played {
    let played = play(lane, ROUNDS, crash, Launch::new).await.unwrap_or_else(|Loss(what)| panic!("{what}"));
    assert!(played.turned_away > 0, "nobody heard of the disk: {played:?}");
    played
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_is_lost_that_was_saved_or_seen() {
    played(21, Crash::FullDisk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_a_sync_fails_nothing_is_lost_that_was_saved_or_seen() {
    played(22, Crash::FailedSync).await;
}

/// Somebody who writes on, connected or not.
struct Writer {
    section: SectionId,
    pass: Pass,
    client: Client,
    name: &'static str,
}

struct Place {
    _folder: Folder,
    power: Power,
    launch: Launch,
    seeded: Seeded,
    server: Server,
    writers: Vec<Writer>,
}

impl Place {
    async fn open() -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let power = Power::over(&folder);
        let launch = power.feed(Launch::new(&folder));
        let server = launch.start().await;
        let mut writers = Vec::new();
        for (name, kind) in PLACES {
            let (section, pass) = (seeded.section(kind).clone(), Pass::ours(seeded.token(name)));
            let client = Client::join(&server, &section, &pass).await;
            writers.push(Writer { section, pass, client, name });
        }
        Self { _folder: folder, power, launch, seeded, server, writers }
    }

    /// Everybody writes a word.
    fn all_write(&self, word: &str) {
        for Writer { client, name, .. } in &self.writers {
            client.edit(|document| document.new_paragraph(&format!("{word} av {name}")));
        }
    }

    async fn reader(&self, kind: &str) -> Client {
        Client::join(&self.server, self.seeded.section(kind), &Pass::plain(self.seeded.token("Olle"))).await
    }

    /// Everybody comes back until what they hold is saved.
    async fn all_are_saved(self) -> Self {
        let server = &self.server;
        let writers = join_all(self.writers.into_iter().map(async |writer| {
            let document = writer.client.leave().await;
            let client = come_back(server, &writer.section, &writer.pass, document).await;
            Writer { client, ..writer }
        }));
        let writers = timeout(PATIENCE * 2, writers).await.expect("the service does not resume");
        Self { writers, ..self }
    }

    /// Whether each word of each writer stands in their section, once.
    async fn holds(&self, words: &[&str]) {
        for kind in ["free", "commitments"] {
            let text = self.reader(kind).await.text();
            for (name, _) in PLACES.iter().filter(|place| place.1 == kind) {
                for word in words {
                    let line = format!("{word} av {name}");
                    assert_eq!(text.lines().filter(|found| *found == line).count(), 1, "{line:?} in {text}");
                }
            }
        }
    }

    /// All is there, in this process and, after a power cut, in the next one.
    async fn holds_for_good(mut self, words: &[&str]) {
        self.holds(words).await;
        let starts = self.server.log().matches("\"listening\"").count();
        assert_eq!(starts, 1, "it was the same process all along");
        self.server.kill_9().await;
        self.power.cut(Unsynced::Gone, &mut StdRng::seed_from_u64(5));
        self.server = self.launch.start().await;
        self.holds(words).await;
    }

    /// What the reading routes answer now: status and content type.
    async fn answers(&self) -> Vec<(StatusCode, String)> {
        let section = self.seeded.section("free");
        let mut answers = Vec::new();
        for path in [
            format!("/api/sections/{section}"),
            format!("/api/sections/{section}/history"),
            format!("/api/agreements/{}", self.seeded.agreement),
        ] {
            let asked = reqwest::Client::new().get(self.server.url(&path));
            let asked = asked.bearer_auth(self.seeded.token("Olle")).timeout(PATIENCE).send().await;
            let answer = asked.expect("the server answers");
            let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
            answers.push((answer.status(), kind.unwrap_or_default()));
        }
        answers
    }
}

async fn come_back(server: &Server, section: &SectionId, pass: &Pass, document: Document) -> Client {
    let mut document = Some(document);
    loop {
        match try_to_save(server, section, pass, document.take().expect("the last try left it")).await {
            Ok(client) => return client,
            Err(kept) => document = Some(kept),
        }
        sleep(PAUSE).await;
    }
}

/// Comes back with a document; has it again if the server cannot keep it now.
async fn try_to_save(
    server: &Server,
    section: &SectionId,
    pass: &Pass,
    document: Document,
) -> Result<Client, Document> {
    let client = Client::try_connect(server, section, pass, document).await?;
    let is_heard = |state: &State| state.closed.is_some() || state.all_saved();
    client.until("it is saved or turned away", is_heard).await;
    let Some(closed) = client.state().closed.clone() else { return Ok(client) };
    assert_eq!(closed.code, 1013, "{closed:?}");
    Err(client.leave().await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_there_is_room_again_the_service_resumes_by_itself_and_all_that_was_typed_arrives() {
    let place = Place::open().await;
    place.all_write("före");
    join_all(place.writers.iter().map(|writer| writer.client.until_saved())).await;
    let reader = place.reader("free").await;
    place.power.fill_disk();
    place.all_write("fullt");
    for writer in &place.writers {
        assert_eq!(writer.client.until_closed().await.code, 1013, "{} is not told", writer.name);
        assert!(!writer.client.state().all_saved(), "{} was told that it is saved", writer.name);
    }
    assert_eq!(reader.until_closed().await.code, 1013);
    assert!(!reader.text().contains("fullt"), "somebody was shown what is not kept");
    place.all_write("ensam");
    // Those who come back are turned away, and reading says why it cannot be.
    let mut document = Document::stock();
    document.new_paragraph("ett försök");
    let mut seen = BTreeSet::new();
    let began = Instant::now();
    while seen.len() < 3 {
        assert!(began.elapsed() < PATIENCE, "only {seen:?} answered that the store cannot be read");
        let pass = Pass::ours(place.seeded.token("Bo"));
        document = match try_to_save(&place.server, place.seeded.section("free"), &pass, document).await {
            Ok(client) => panic!("it was saved on a full disk: {}", client.text()),
            Err(document) => document,
        };
        for (route, (status, kind)) in place.answers().await.into_iter().enumerate() {
            match status {
                // The store opens again at times, until the next write.
                StatusCode::OK => {}
                StatusCode::SERVICE_UNAVAILABLE => {
                    assert_eq!(kind, "application/problem+json");
                    seen.insert(route);
                }
                other => panic!("route {route} answers {other}"),
            }
        }
    }
    place.power.make_room();
    let place = place.all_are_saved().await;
    place.holds_for_good(&["före", "fullt", "ensam"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_failed_is_not_tried_again_but_the_store_is_read_anew_and_everybody_comes_back() {
    let place = Place::open().await;
    place.all_write("före");
    join_all(place.writers.iter().map(|writer| writer.client.until_saved())).await;
    place.power.fail_next_sync();
    place.all_write("osäkert");
    let is_heard = |state: &State| state.closed.is_some() || state.all_saved();
    join_all(place.writers.iter().map(|writer| writer.client.until("it is saved or turned away", is_heard)))
        .await;
    let is_turned_away = |writer: &Writer| writer.client.state().closed.is_some();
    assert!(place.writers.iter().any(is_turned_away), "nobody was told");
    assert!(!place.power.awaits_sync());
    place.all_write("efter");
    let place = place.all_are_saved().await;
    assert_eq!(place.server.log().matches("the store is open again").count(), 1);
    place.holds_for_good(&["före", "osäkert", "efter"]).await;
}
