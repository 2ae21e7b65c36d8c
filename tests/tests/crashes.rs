//! kill -9 at random moments while several people write in several sections.
//!
//! Everybody types words that occur once. After each crash the server is started again on the same folder, and
//! somebody who was not there before reads what it has: every word that was acknowledged as saved, and every word
//! that had reached another writer, must be in it; every removal that was acknowledged must hold. Then the writers
//! come back with their documents, after which each word of theirs stands exactly once.
//!
//! The control plays the same rounds with a build that acknowledges before it writes. It must be caught.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use futures_util::future::join_all;
use overens_tests::client::State;
use overens_tests::people::SectionId;
use overens_tests::server::Launch;
use overens_tests::{Client, Document, Folder, Pass, Seeded, Server, seed};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Folders on which crashes are played side by side; while one waits for its disk the other has the processor.
const LANES: u64 = 4;

/// Crashes in each folder; with the lanes some more than the fifty that are promised.
const ROUNDS: usize = 16;

/// Rounds of the control in one folder, if it is not caught before.
const CONTROL_ROUNDS: usize = 6;

/// When the kill may come, in microseconds after the writers have begun.
const KILL_AFTER: std::ops::Range<u64> = 1_000..150_000;

/// When the kill may come during a start.
const KILL_START_AFTER: std::ops::Range<u64> = 1_000..60_000;

/// Words that one writer types in a round; bounds the texts, not the test.
const MOST_WORDS: usize = 60;

/// Messages that a writer has on the way: enough that some are always caught in the midst.
const ON_THE_WAY: u64 = 8;

/// Longer than anything takes that still happens.
const HUNG: Duration = Duration::from_secs(20);

/// Who writes where. Erik and Bo sit in two rooms.
const PLACES: [(&str, &str); 6] = [
    ("Erik", "free"),
    ("Maja", "free"),
    ("Asta", "commitments"),
    ("Bo", "commitments"),
    ("Erik", "principle"),
    ("Bo", "principle"),
];

/// What is wrong after a crash.
#[derive(Debug)]
struct Loss(String);

/// A word somebody typed, and what became of it.
struct Word {
    text: String,
    /// The message of the present connection that carried it; none if it comes with the step 2.
    message: Option<u64>,
    saved: bool,
    /// Its removal: the message that carried it, and whether that was saved.
    removed: Option<(Option<u64>, bool)>,
}

struct Writer {
    /// Which of [`PLACES`]; makes the words unique.
    place: usize,
    name: &'static str,
    section: SectionId,
    pass: Pass,
    document: Option<Document>,
    words: Vec<Word>,
    random: StdRng,
}

impl Writer {
    fn new(place: usize, lane: u64, seeded: &Seeded, document: Document) -> Self {
        let (name, kind) = PLACES[place];
        Self {
            place,
            name,
            section: seeded.section(kind).clone(),
            pass: Pass::ours(seeded.token(name)),
            document: Some(document),
            words: Vec::new(),
            random: StdRng::seed_from_u64(lane * 100 + place as u64),
        }
    }

    /// Comes back with everything. `None` if the server is gone already.
    async fn connect(&mut self, server: &Server) -> Option<Client> {
        let document = self.document.take().expect("no connection is open");
        match Client::try_connect(server, &self.section, &self.pass, document).await {
            Ok(client) => Some(client),
            Err(document) => {
                self.document = Some(document);
                None
            }
        }
    }

    /// Types and removes as fast as it is saved, until the connection ends.
    async fn write(&mut self, client: &Client, round: &str) {
        let is_over = |state: &State| state.closed.is_some();
        // From here on whatever is typed has a message of its own.
        let is_heard = client.holds_within(HUNG, |state| is_over(state) || state.answered).await;
        assert!(is_heard, "the server neither answers nor ends");
        for number in 0..MOST_WORDS {
            let is_free = |state: &State| is_over(state) || state.sent < state.saved + ON_THE_WAY;
            assert!(client.holds_within(HUNG, is_free).await, "the server neither saves nor ends");
            if is_over(&client.state()) {
                return;
            }
            self.note_saved(client);
            let stands = |word: &usize| self.words[*word].saved && self.words[*word].removed.is_none();
            let old: Vec<usize> = (0..self.words.len()).filter(stands).collect();
            if !old.is_empty() && self.random.random_range(0..5) == 0 {
                let word = &mut self.words[old[self.random.random_range(0..old.len())]];
                let message = client.edit(|document| document.remove_text(&word.text));
                word.removed = Some((Some(message), false));
            } else {
                let text = format!("‹{}.{round}.{number}å🙂›", self.place);
                let blocks = client.state().document.blocks().len() as u32;
                let block = self.random.random_range(0..blocks.min(6));
                let message = client.edit(|document| document.append_to(block, &text));
                self.words.push(Word { text, message: Some(message), saved: false, removed: None });
            }
            // Lets the connection's own task and the other writers do their part.
            tokio::task::yield_now().await;
        }
        assert!(client.holds_within(HUNG, is_over).await, "the server was not killed");
    }

    /// Remembers what the server has acknowledged.
    fn note_saved(&mut self, client: &Client) {
        let state = client.state();
        // What came with the step 2 is saved when that is; it is the first message with text.
        let is_saved = |message: Option<u64>| state.saved >= message.unwrap_or(1);
        for word in &mut self.words {
            word.saved |= is_saved(word.message);
            if let Some((message, saved)) = &mut word.removed {
                *saved |= is_saved(*message);
            }
        }
    }

    /// The connection is over: keeps the document for the next one.
    async fn part(&mut self, client: Client) {
        client.until_closed().await;
        self.note_saved(&client);
        for word in &mut self.words {
            word.message = None;
            if let Some((message, _)) = &mut word.removed {
                *message = None;
            }
        }
        self.document = Some(client.leave().await);
    }
}

/// How often each word stands in a text.
fn words_in(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for piece in text.split('‹').skip(1) {
        let word = piece.split_inclusive('›').next().unwrap_or_default();
        *words.entry(format!("‹{word}")).or_insert(0) += 1;
    }
    words
}

/// One folder, its writers and its crashes.
struct Lane {
    /// Goes with the lane.
    _folder: Folder,
    seeded: Seeded,
    launch: Launch,
    writers: Vec<Writer>,
    random: StdRng,
}

impl Lane {
    async fn new(number: u64, launch: impl Fn(&Folder) -> Launch) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let launch = launch(&folder);
        let server = launch.start().await;
        let mut writers = Vec::new();
        for (place, (name, kind)) in PLACES.into_iter().enumerate() {
            let client = Client::join(&server, seeded.section(kind), &Pass::ours(seeded.token(name))).await;
            writers.push(Writer::new(place, number, &seeded, client.leave().await));
        }
        server.stop().await;
        Self { _folder: folder, seeded, launch, writers, random: StdRng::seed_from_u64(number) }
    }

    /// Whether somebody had something on the way when the last crash came.
    fn was_struck_in_the_midst(&self) -> bool {
        self.writers.iter().any(|writer| writer.words.iter().any(|word| !word.saved))
    }

    /// Writes until a crash, starts again, and looks for what is missing.
    async fn round(&mut self, number: usize, mut server: Server) -> Result<Server, Loss> {
        // Some crashes come while the writers are still coming back.
        let early = self.random.random_range(0..4) == 0;
        if !early {
            let clients = self.come_back(&server).await;
            self.nothing_is_doubled(&clients).await?;
            for (writer, client) in std::iter::zip(&mut self.writers, clients) {
                writer.note_saved(&client);
                writer.document = Some(client.leave().await);
            }
        }
        let kill_at = Instant::now() + Duration::from_micros(self.random.random_range(KILL_AFTER));
        let round = number.to_string();
        let writing = join_all(self.writers.iter_mut().map(|writer| {
            let (server, round) = (&server, &round);
            async move {
                let client = writer.connect(server).await?;
                writer.write(&client, round).await;
                Some(client)
            }
        }));
        let (clients, ()) = tokio::join!(writing, async {
            sleep_until(kill_at).await;
            server.send_kill();
        });
        server.ended(HUNG).await;
        for (writer, client) in std::iter::zip(&mut self.writers, clients) {
            if let Some(client) = client {
                writer.part(client).await;
            }
        }
        if self.random.random_range(0..4) == 0 {
            let after = Duration::from_micros(self.random.random_range(KILL_START_AFTER));
            self.launch.start_and_kill(after).await;
        }
        let server = self.launch.start().await;
        self.nothing_is_lost(&server).await?;
        Ok(server)
    }

    async fn come_back(&mut self, server: &Server) -> Vec<Client> {
        join_all(self.writers.iter_mut().map(|writer| async {
            let client = writer.connect(server).await.expect("the server runs");
            client.until_saved().await;
            client
        }))
        .await
    }

    /// Somebody new reads every section: what was acknowledged, or had reached another, is there.
    async fn nothing_is_lost(&self, server: &Server) -> Result<(), Loss> {
        let pass = Pass::plain(self.seeded.token("Olle"));
        for (kind, first_words) in
            [("free", "Lotsar och fyrar."), ("commitments", ""), ("principle", "Vad handlar det om?")]
        {
            let section = self.seeded.section(kind);
            let reader = Client::join(server, section, &pass).await;
            let text = reader.text();
            if !text.contains(first_words) {
                return Err(Loss(format!("{kind} opens without what it began with: {text}")));
            }
            let there = words_in(&text);
            let here: Vec<&Writer> =
                self.writers.iter().filter(|writer| writer.section == *section).collect();
            for writer in &here {
                let reached: HashSet<String> = here
                    .iter()
                    .filter(|other| other.name != writer.name)
                    .filter_map(|other| other.document.as_ref())
                    .flat_map(|document| words_in(&document.text()).into_keys())
                    .collect();
                for word in &writer.words {
                    let times = there.get(&word.text).copied().unwrap_or(0);
                    let is_due = word.removed.is_none() && (word.saved || reached.contains(&word.text));
                    if is_due && times != 1 {
                        return Err(Loss(format!("{} of {} stands {times} times", word.text, writer.name)));
                    }
                    if word.removed.is_some_and(|(_, saved)| saved) && times != 0 {
                        return Err(Loss(format!("the removal of {} is lost", word.text)));
                    }
                }
            }
        }
        Ok(())
    }

    /// Everybody is back: one text in each room, and in it each word exactly once.
    async fn nothing_is_doubled(&self, clients: &[Client]) -> Result<(), Loss> {
        for (client, writer) in std::iter::zip(clients, &self.writers) {
            let mut due: HashMap<&str, usize> = HashMap::new();
            for writer in self.writers.iter().filter(|other| other.section == writer.section) {
                let standing = writer.words.iter().filter(|word| word.removed.is_none());
                due.extend(standing.map(|word| (word.text.as_str(), 1)));
            }
            let is_whole = |state: &State| {
                let there = words_in(&state.document.text());
                there.len() == due.len()
                    && there.iter().all(|(word, times)| due.get(word.as_str()) == Some(times))
            };
            if !client.holds_within(HUNG, is_whole).await {
                let there = words_in(&client.text());
                let wrong: Vec<_> =
                    there.iter().filter(|(word, times)| due.get(word.as_str()) != Some(times)).collect();
                let missing: Vec<_> = due.keys().filter(|word| !there.contains_key(**word)).collect();
                return Err(Loss(format!("{} reads {wrong:?} wrongly and lacks {missing:?}", writer.name)));
            }
        }
        Ok(())
    }
}

/// What was played without a loss.
struct Played {
    /// Words typed.
    words: usize,
    /// Crashes that came while something was on its way to the disk.
    in_the_midst: usize,
}

/// Plays rounds in one folder; the first thing that is wrong ends them.
async fn play(lane: u64, rounds: usize, launch: impl Fn(&Folder) -> Launch) -> Result<Played, Loss> {
    let mut lane = Lane::new(lane, launch).await;
    let mut server = lane.launch.start().await;
    let mut in_the_midst = 0;
    for round in 0..rounds {
        server = lane.round(round, server).await?;
        in_the_midst += usize::from(lane.was_struck_in_the_midst());
    }
    // The last crash is followed by a return as well.
    let clients = lane.come_back(&server).await;
    lane.nothing_is_doubled(&clients).await?;
    let words = lane.writers.iter().map(|writer| writer.words.len()).sum();
    Ok(Played { words, in_the_midst })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_crash_loses_what_was_saved_or_seen_and_none_doubles_anything() {
    let lanes = (0..LANES).map(|lane| tokio::spawn(play(lane, ROUNDS, Launch::new)));
    for (lane, played) in join_all(lanes).await.into_iter().enumerate() {
        let played = played.unwrap().unwrap_or_else(|Loss(what)| panic!("in lane {lane}: {what}"));
        // Or the test would show nothing.
        assert!(played.words > ROUNDS * PLACES.len(), "only {} words were typed", played.words);
        assert!(played.in_the_midst > ROUNDS / 2, "only {} crashes came in the midst", played.in_the_midst);
    }
}

/// A build of the program with the feature `faults`.
fn faulty_binary() -> Option<PathBuf> {
    std::env::var_os("OVERENS_BIN_FAULTS").map(PathBuf::from)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn control_a_store_that_acknowledges_before_it_writes_is_caught() {
    let Some(binary) = faulty_binary() else {
        eprintln!(
            "skipped: OVERENS_BIN_FAULTS names no build with the feature `faults`; make test makes one"
        );
        return;
    };
    let launch = |folder: &Folder| {
        Launch::new(folder).binary(binary.clone()).variable("OVERENS_FAULT_ACKNOWLEDGE_EARLY", "1")
    };
    let played = play(1000, CONTROL_ROUNDS, launch).await;
    assert!(played.is_err(), "a store that lies was not caught in {CONTROL_ROUNDS} crashes");
}
