//! Who wrote what stands now, followed beside the rooms: whoever looks keeps nobody from writing.

use super::piece::Piece;
use super::times::Times;
use crate::agreement::id::{MemberId, SectionId};
use crate::drafting::document::{Broken, Document};
use crate::drafting::load::{self, LoadError, read_entries};
use crate::store::{Position, Store};
use crate::text::log::{EpochId, text_log};
use std::collections::HashMap;
use std::sync::Arc;

/// Who wrote a section's text, and when.
#[derive(Debug)]
pub struct Authors {
    /// Of which epoch.
    pub epoch: EpochId,
    /// The text is what the entries of the log before this position come to.
    pub position: Position,
    /// Whether it is not known any more who wrote what was written before the log begins.
    pub purged: bool,
    /// Every character, in the order of the text.
    pub runs: Vec<Run>,
    /// Those of whom something stands, with how much of each, most first.
    pub contributors: Vec<(MemberId, u64)>,
}

/// Characters of one writer and one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Who wrote them; `None` for the server's own words.
    pub member: Option<MemberId>,
    /// When they were first typed, in milliseconds since 1970 in UTC.
    pub at: Option<i64>,
    /// Under which client id they stand now.
    pub client: u64,
    /// From which clock on.
    pub clock: u32,
    /// UTF-16 units.
    pub length: u32,
}

/// A document that follows its log.
pub(super) struct Follower {
    begins: Position,
    until: Position,
    document: Document,
    times: Times,
    said: Arc<Authors>,
}

impl Follower {
    /// The text at its log's head.
    async fn open(store: &dyn Store, section: SectionId) -> Result<Self, LoadError> {
        let log = text_log(section);
        let (document, until) = load::load(store, section).await?;
        let begins = store.packed(log).await?.purged;
        let mut times = Times::default();
        let mut position = begins;
        while position < until {
            let entries = read_entries(store, log, position, until).await?;
            if entries.is_empty() {
                return Err(LoadError::Short(position));
            }
            position = position.after(entries.len());
            entries.iter().for_each(|(entry, _)| times.note(entry));
        }
        let said = Arc::new(document.said(&times, until, begins));
        Ok(Self { begins, until, document, times, said })
    }

    /// The same, gone on with up to the head, if it is still the same log.
    async fn go_on(mut self, store: &dyn Store, section: SectionId) -> Result<Self, LoadError> {
        let log = text_log(section);
        let head = store.head(log).await?;
        let before = self.until;
        while self.until < head {
            let position = self.until;
            for (entry, _) in read_entries(store, log, position, head).await? {
                let position = self.until;
                let done = self.document.replay(&entry);
                done.map_err(|Broken(problem)| LoadError::Broken { position, problem })?;
                self.times.note(&entry);
                self.until = position.after(1);
            }
            if self.until == position {
                return Err(LoadError::Short(position));
            }
        }
        if self.until != before {
            self.said = Arc::new(self.document.said(&self.times, self.until, self.begins));
        }
        Ok(self)
    }
}

/// Follows a section's log to its head; `before` is how far it was followed.
///
/// # Errors
/// Those of reading the log.
pub(super) async fn follow(
    store: &dyn Store,
    section: SectionId,
    before: Option<Follower>,
) -> Result<(Follower, Arc<Authors>), LoadError> {
    let begins = store.packed(text_log(section)).await?.purged;
    let follower = match before.filter(|before| before.begins == begins) {
        Some(before) => before.go_on(store, section).await?,
        None => Follower::open(store, section).await?,
    };
    let said = follower.said.clone();
    Ok((follower, said))
}

impl Document {
    fn said(&self, times: &Times, position: Position, begins: Position) -> Authors {
        let mut characters: HashMap<MemberId, u64> = HashMap::new();
        let mut runs: Vec<Run> = Vec::new();
        for piece in self.pieces(times) {
            if let Some(member) = piece.member {
                *characters.entry(member).or_default() += u64::from(piece.now.length);
            }
            match runs.last_mut() {
                Some(last) if last.goes_on_with(&piece) => {
                    last.text.push_str(&String::from_utf16_lossy(&piece.text));
                    last.length += piece.now.length;
                }
                _ => runs.push(Run::of(&piece)),
            }
        }
        let mut contributors: Vec<_> = characters.into_iter().collect();
        contributors.sort_by_key(|(member, characters)| (std::cmp::Reverse(*characters), *member));
        Authors { epoch: self.epoch, position, purged: begins != Position::START, runs, contributors }
    }
}

impl Run {
    fn of(piece: &Piece) -> Self {
        let Piece { now, member, at, text, .. } = piece;
        let text = String::from_utf16_lossy(text);
        Self { text, member: *member, at: *at, client: now.client, clock: now.clock, length: now.length }
    }

    fn goes_on_with(&self, piece: &Piece) -> bool {
        !piece.opens
            && (self.member, self.at) == (piece.member, piece.at)
            && (self.client, self.clock + self.length) == (piece.now.client, piece.now.clock)
    }
}
