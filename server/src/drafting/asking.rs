//! What others ask of the sections: their texts, to bring one back, and which of them are quiet.

use super::accepting::{AcceptError, Acceptance, Accepting};
use super::closing::Closing;
use super::document::{Broken, Document};
use super::load::{self, LoadError};
use super::passages::{Passages, stored_passages};
use super::reading::{Text, stored_text};
use super::restoring::{Past, Restoration, RestoreError, Restoring};
use super::room::Message;
use super::rooms::{Rooms, TRIES};
use crate::agreement::id::{MemberId, SectionId};
use crate::store::{Append, Position};
use crate::text::block::Block;
use crate::text::log::text_log;
use crate::text::passage::{self, BlockId};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// A run of blocks as it stands.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whose words stand in it, most first.
    pub authors: Vec<MemberId>,
}

impl Rooms {
    /// A section's text, as [`Rooms::standing`] gives it, to keep.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn text(self: &Arc<Self>, section: SectionId) -> Result<Text, Closing> {
        self.standing(section).await.map(Arc::unwrap_or_clone)
    }

    /// A section's text, read anew only if its log has grown since it was read last. What was in the log when
    /// this was called is in the text; what is not on disk is not.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn standing(self: &Arc<Self>, section: SectionId) -> Result<Arc<Text>, Closing> {
        let head = self.head_of(section).await?;
        let texts = &self.standing.texts;
        // Whoever asks for the same meanwhile waits for this one.
        let read = texts.try_get_with((section, head), self.read_since(section, head)).await;
        let text = read.map_err(|closing| *closing)?;
        if text.position != head {
            texts.insert((section, text.position), text.clone()).await;
        }
        Ok(text)
    }

    /// Where the passages of a section stand, read anew only if its log has grown since. The same promises as
    /// those of [`Rooms::standing`] hold.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn passages(self: &Arc<Self>, section: SectionId) -> Result<Arc<Passages>, Closing> {
        let head = self.head_of(section).await?;
        let kept = &self.standing.passages;
        let read = async {
            if self.is_open(section) {
                let look = |document: &Document, position| Arc::new(document.passages(position));
                return self.read(section, head, look).await;
            }
            stored_passages(&*self.store, section)
                .await
                .map(Arc::new)
                .map_err(|error| unread(section, &error))
        };
        let passages = kept.try_get_with((section, head), read).await.map_err(|closing| *closing)?;
        if passages.position != head {
            kept.insert((section, passages.position), passages.clone()).await;
        }
        Ok(passages)
    }

    /// Where a section's log ends.
    async fn head_of(&self, section: SectionId) -> Result<Position, Closing> {
        if self.is_closing_down() {
            return Err(Closing::Restart);
        }
        self.store.head(text_log(section)).await.map_err(|error| {
            tracing::error!(%section, %error, "the text log could not be read");
            Closing::Unavailable
        })
    }

    /// The text of a position that is not before this one.
    async fn read_since(self: &Arc<Self>, section: SectionId, least: Position) -> Result<Arc<Text>, Closing> {
        if self.is_open(section) {
            return self.read(section, least, |document, position| Arc::new(document.text(position))).await;
        }
        stored_text(&*self.store, section).await.map(Arc::new).map_err(|error| unread(section, &error))
    }

    /// Makes a section say again what it said at a revision, in the name of a member. `to` are the revision's
    /// canonical blocks, `at` the position of the text log it was made of, `time` when that is said to be done.
    ///
    /// What others write meanwhile stays, and who wrote the words that come back stays who wrote them; unless that
    /// was purged, then they are nobody's.
    ///
    /// # Errors
    /// [`RestoreError`]; then nothing was changed, save that an edit that the store did not acknowledge may
    /// turn out to have been written.
    pub async fn restore(
        self: &Arc<Self>,
        section: SectionId,
        member: MemberId,
        to: &[Block],
        at: Position,
        time: Timestamp,
    ) -> Result<Restoration, RestoreError> {
        let past = {
            // One at a time: a long log takes a second of work and a document's memory.
            let _turn = self.restoring.acquire().await.map_err(|_| RestoreError::Closed(Closing::Restart))?;
            let past = match load::load_at(&*self.store, section, at).await {
                Ok(document) => Past::of(&document, to),
                // How it came to be is gone, and with it who wrote what; what it said is not.
                Err(LoadError::Purged(_)) => Past::of_nobody(to)
                    .map_err(|Broken(problem)| LoadError::Broken { position: at, problem })?,
                Err(error) => return Err(error.into()),
            };
            Arc::new(past)
        };
        for _ in 0..TRIES {
            let room = self.room(section).await.map_err(RestoreError::Closed)?;
            let (answer, answered) = oneshot::channel();
            let restoring = Restoring { member, past: past.clone(), time, answer };
            if room.send(Message::Restore(restoring)).await.is_ok()
                && let Ok(answer) = answered.await
            {
                return answer;
            }
            // Somebody else wrote to the log just then, or the room closed.
        }
        Err(RestoreError::Closed(Closing::Unavailable))
    }

    /// A run of a section's blocks as it stands, and whose words are in it; `None` if it does not stand there, one
    /// block after the other.
    ///
    /// # Errors
    /// If the section cannot be opened.
    pub async fn passage(
        self: &Arc<Self>,
        section: SectionId,
        run: Vec<BlockId>,
    ) -> Result<Option<Passage>, Closing> {
        self.read(section, Position::START, move |document, position| {
            let text = document.text(position);
            let blocks = text.blocks.get(passage::find(&text.ids, &run)?)?.to_vec();
            Some(Passage { blocks, authors: document.authors_of(&run) })
        })
        .await
    }

    /// Puts an accepted proposal into its section, and writes `beside` in the same batch.
    ///
    /// # Errors
    /// [`AcceptError`]; then nothing was changed, save that what the store did not acknowledge may turn out to have
    /// been written, which is [`AcceptError::Moved`].
    pub async fn accept(
        self: &Arc<Self>,
        section: SectionId,
        acceptance: Arc<Acceptance>,
        beside: Append,
    ) -> Result<(), AcceptError> {
        let room = self.room(section).await.map_err(AcceptError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let accepting = Accepting { acceptance, beside, answer };
        room.send(Message::Accept(accepting)).await.map_err(|_| AcceptError::Moved)?;
        answered.await.unwrap_or(Err(AcceptError::Moved))
    }

    /// Sections in which text was written, or whose room was opened, and in which nothing has been written for a
    /// spell since, whether their rooms are still open or not. Each is told of once, until it is written in again.
    pub fn quiet_since(&self, spell: Duration) -> Vec<SectionId> {
        let now = Instant::now();
        let is_quiet = |_: &SectionId, last: &mut Instant| now.duration_since(*last) >= spell;
        self.activity.lock().extract_if(is_quiet).map(|(section, _)| section).collect()
    }

    /// Takes a section back of which [`Rooms::quiet_since`] has told, because nothing could be done about it then.
    /// It is told of again after another spell, so that a store in trouble is not asked at every look.
    pub fn put_back(&self, section: SectionId) {
        self.activity.lock().entry(section).or_insert_with(Instant::now);
    }
}

/// What those are told who asked for a section that could not be read.
fn unread(section: SectionId, error: &LoadError) -> Closing {
    match error {
        LoadError::Nothing => Closing::NoSuchSection,
        LoadError::Store(_)
        | LoadError::History(_)
        | LoadError::Entry { .. }
        | LoadError::Broken { .. }
        | LoadError::Purged(_)
        | LoadError::Short(_)
        | LoadError::Panicked => {
            tracing::error!(%section, %error, "the section could not be read");
            Closing::Unavailable
        }
    }
}
