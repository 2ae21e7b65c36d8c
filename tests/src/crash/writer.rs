//! Somebody who writes until the server dies, and remembers what it has acknowledged.

use super::{HUNG, PLACES};
use crate::client::State;
use crate::people::SectionId;
use crate::{Client, Document, Pass, Seeded, Server};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;

/// Words that one writer types in a round; bounds the texts, not the test.
const MOST_WORDS: usize = 400;

/// Messages that a writer has on the way: enough that some are always caught in the midst.
const ON_THE_WAY: u64 = 8;

/// A word somebody typed, and what became of it.
pub(super) struct Word {
    pub(super) text: String,
    /// The message of the present connection that carried it; none if it comes with the step 2.
    message: Option<u64>,
    pub(super) saved: bool,
    /// Its removal: the message that carried it, and whether that was saved.
    pub(super) removed: Option<(Option<u64>, bool)>,
}

/// One of the writers.
pub(super) struct Writer {
    /// Which of [`PLACES`]; makes the words unique.
    place: usize,
    pub(super) name: &'static str,
    pub(super) section: SectionId,
    pass: Pass,
    /// While no connection is open.
    pub(super) document: Option<Document>,
    pub(super) words: Vec<Word>,
    random: StdRng,
}

impl Writer {
    pub(super) fn new(place: usize, lane: u64, seeded: &Seeded, document: Document) -> Self {
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
    pub(super) async fn connect(&mut self, server: &Server) -> Option<Client> {
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
    pub(super) async fn write(&mut self, client: &Client, round: &str) {
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
    pub(super) fn note_saved(&mut self, client: &Client) {
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
    pub(super) async fn part(&mut self, client: Client) {
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
pub(super) fn words_in(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for piece in text.split('‹').skip(1) {
        let word = piece.split_inclusive('›').next().unwrap_or_default();
        *words.entry(format!("‹{word}")).or_insert(0) += 1;
    }
    words
}
