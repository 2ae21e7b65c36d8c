//! Staged entries on their way to the disk, and what happens when they are there or cannot get there.

use super::super::closing::Closing;
use super::super::document::{Broken, Outcome};
use super::super::load;
use super::super::place::ConnectionId;
use super::super::protocol;
use super::super::update::{Id, Span};
use super::stage::{Held, Question, Sender, Stage, StagedText};
use super::{Failed, Room};
use crate::agreement::id::MemberId;
use crate::meters;
use crate::store::{Append, Batch, Checkpoint, StoreError};
use crate::text::log::{Carried, TextEntry, text_log};
use bytes::Bytes;
use jiff::Timestamp;
use std::future::Future;
use std::pin::Pin;
use tokio::time::Instant;

/// The log is covered by a new checkpoint when it has grown by this much, or by half the last checkpoint's size:
/// so loading stays quick and the work of making checkpoints stays a fixed part of the work of writing.
const LEAST_UNCOVERED: usize = 64 << 10;

/// A commit under way.
pub(super) struct Commit {
    stage: Stage,
    writing: Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>,
    /// Bytes of the checkpoint in it.
    checkpoint: Option<usize>,
}

impl Commit {
    /// Waits for a commit; for ever if there is none.
    pub(super) async fn done(commit: &mut Option<Self>) -> Result<(), StoreError> {
        match commit {
            Some(commit) => commit.writing.as_mut().await,
            None => std::future::pending().await,
        }
    }

    /// Since when its oldest entry waits.
    fn since(&self) -> Option<Instant> {
        self.stage.since()
    }

    /// How many entries of the log are in it.
    pub(super) fn entries(&self) -> usize {
        self.stage.texts.len()
    }

    /// Whether it writes to another log, too.
    pub(super) fn has_something_beside(&self) -> bool {
        self.stage.beside.is_some()
    }
}

impl Room {
    /// Puts an applied update on the stage, with what it leads to. `at` is when it was made, as the log
    /// tells it.
    pub(super) fn stage_text(
        &mut self,
        (sender, at): (Option<Sender>, Timestamp),
        member: MemberId,
        update: Bytes,
        carried: Vec<Carried>,
        new: Vec<Span>,
    ) -> Result<(), Failed> {
        let frame = protocol::update(&update);
        let entry = TextEntry::Update { at: at.as_millisecond(), member, update: update.to_vec(), carried };
        let entry = self.encoded(&entry)?;
        let from = sender.as_ref().map(|sender| sender.connection);
        self.stage.push(StagedText { sender, member, update, entry });
        self.stage.held.push(Held::Spread { from, announced: None, frame, new });
        if let Some(connection) = from {
            self.hold_saved(connection);
        }
        Ok(())
    }

    pub(super) fn encoded(&self, entry: &TextEntry) -> Result<Bytes, Failed> {
        let encoded = entry.encode().map_err(|error| {
            tracing::error!(section = %self.premises.section, %error, "an entry could not be written");
            Failed
        })?;
        Ok(encoded.into())
    }

    /// Tells a writer of ours how far they are saved, when what is staged now is.
    pub(super) fn hold_saved(&mut self, connection: ConnectionId) {
        if let Some(seat) = self.seats.get(&connection)
            && seat.ours
            && !seat.behind
        {
            let count = seat.texts;
            self.hold(Held::Saved { to: connection, count });
        }
    }

    /// Lets something happen when all that is in the document now is on disk.
    pub(super) fn hold(&mut self, held: Held) {
        if self.stage.is_empty() && self.commit.is_none() {
            self.deliver(vec![held]);
        } else {
            self.stage.held.push(held);
        }
    }

    /// Sends the stage to the store.
    pub(super) fn begin_commit(&mut self) {
        let stage = std::mem::take(&mut self.stage);
        let log = text_log(self.premises.section);
        let mut batch = Batch::default();
        let mut checkpoint = None;
        if !stage.texts.is_empty() {
            let entries: Vec<Bytes> = stage.texts.iter().map(|text| text.entry.clone()).collect();
            self.uncovered += stage.bytes();
            if self.uncovered > LEAST_UNCOVERED.max(self.covered / 2)
                && let Ok(payload) = self.document.save()
            {
                // Everything applied is in this batch, so the document is what the log will come to.
                checkpoint = Some(payload.len());
                let position = self.position.after(entries.len());
                batch.checkpoints.push((log, Checkpoint { position, payload }));
            }
            batch.appends.push(Append { log, expected: self.position, entries });
        }
        batch.appends.extend(stage.beside.clone());
        let store = self.premises.store.clone();
        let empty = batch.appends.is_empty();
        let writing = Box::pin(async move { if empty { Ok(()) } else { store.commit(batch).await } });
        self.commit = Some(Commit { stage, writing, checkpoint });
    }

    /// Says how the room is doing, for whoever watches over the server.
    pub(super) fn tell_vitals(&self) {
        let on_its_way = self.commit.as_ref().and_then(Commit::since);
        self.premises.vitals.tell(self.document.units(), on_its_way.or(self.stage.since()));
    }

    /// Takes the store's answer.
    pub(super) async fn end_commit(&mut self, outcome: Result<(), StoreError>) -> Result<(), Failed> {
        let Some(commit) = self.commit.take() else { return Ok(()) };
        match outcome {
            Ok(()) => {
                self.position = self.position.after(commit.stage.texts.len());
                if let Some(since) = commit.since() {
                    meters::saved(commit.entries(), since.elapsed());
                }
                if let Some(bytes) = commit.checkpoint {
                    (self.uncovered, self.covered) = (0, bytes);
                    self.premises.packer.covered(self.premises.section, self.position);
                }
                if !commit.stage.texts.is_empty() {
                    self.premises.activity.stir(self.premises.section);
                }
                // Permits first: a writer may go on while others are being told.
                drop(commit.stage.texts);
                self.deliver(commit.stage.held);
                let head = *self.head.borrow();
                if head > self.position { Box::pin(self.read_again()).await } else { Ok(()) }
            }
            Err(StoreError::Conflict { .. }) => {
                // Somebody else wrote to the log: a sign-off locked the section. Or to the one beside. What was typed
                // meanwhile is weighed again, against what is on disk now; a proposal is decided anew.
                let mut texts = commit.stage.texts;
                let staged = std::mem::take(&mut self.stage);
                texts.extend(staged.texts);
                let mut held = commit.stage.held;
                held.extend(staged.held);
                self.weigh_again(texts, held).await
            }
            Err(error) => {
                tracing::error!(section = %self.premises.section, %error, "the section could not be saved");
                Err(Failed)
            }
        }
    }

    /// The document took an update badly: whoever sent it goes, and the rest is weighed again.
    pub(super) async fn recover(&mut self, connection: ConnectionId, broken: Broken) -> Result<(), Failed> {
        tracing::warn!(section = %self.premises.section, connection = connection.0, "{broken}");
        self.show_out(connection, Closing::Malformed(broken.0));
        self.begin_anew().await
    }

    /// Reads the document anew, because the one here cannot be relied on.
    pub(super) async fn begin_anew(&mut self) -> Result<(), Failed> {
        if self.commit.is_some() {
            let outcome = Commit::done(&mut self.commit).await;
            Box::pin(self.end_commit(outcome)).await?;
        }
        self.read_again().await
    }

    /// Reads the document anew, because the log has moved on.
    pub(super) async fn read_again(&mut self) -> Result<(), Failed> {
        let staged = std::mem::take(&mut self.stage);
        self.weigh_again(staged.texts, staged.held).await
    }

    /// Reads the document anew and offers it the updates that are not on disk.
    async fn weigh_again(&mut self, texts: Vec<StagedText>, held: Vec<Held>) -> Result<(), Failed> {
        let loaded = load::load(&*self.premises.store, self.premises.section).await;
        let (document, position) = loaded.map_err(|error| {
            tracing::error!(section = %self.premises.section, %error, "the section could not be read again");
            Failed
        })?;
        let document = document.bounded(self.premises.limits.document_units);
        let before = std::mem::replace(&mut self.document, document);
        self.position = position;
        if before.epoch != self.document.epoch {
            // What they hold and what they sent belongs to a document that is no more.
            self.show_everybody_out(Closing::OtherEpoch);
            return Ok(());
        }
        if before.locked != self.document.locked {
            self.tell_of_agreement();
        }
        // Ids that were given or announced stay theirs, also if nothing is written under them yet.
        for (client, member) in before.authorship.writers {
            self.document.authorship.writers.entry(client).or_insert(member);
        }
        for text in texts {
            // Nobody has seen an earlier text come back yet, or a proposal put in. Who asked for it asks again, as
            // their answer is dropped, and with it what was to be written beside.
            let Some(sender) = text.sender else { continue };
            let connection = sender.connection;
            let right = self.right(text.member);
            match self.document.take(text.member, right, &text.update) {
                Ok(Outcome::Taken { carried, new }) => {
                    let sent = (Some(sender), Timestamp::now());
                    self.stage_text(sent, text.member, text.update, carried, new)?;
                }
                Ok(Outcome::Nothing) => {}
                // It rested on something that was refused; it must not be called saved.
                Ok(Outcome::Gap) => self.show_out(connection, Closing::Unavailable),
                Ok(Outcome::Refused(closing)) => self.show_out(connection, closing),
                Err(broken) => {
                    tracing::error!(section = %self.premises.section, "{broken}, twice");
                    return Err(Failed);
                }
            }
        }
        for held in held {
            match held {
                // Made again above, or refused.
                Held::Spread { .. } => {}
                Held::Saved { to, .. } => self.hold_saved(to),
                // Computed from a document that is no more.
                Held::Answered { to, question, .. } => self.answer_anew(to, question),
                // Whoever looked from outside looks again.
                Held::Answer(_) => {}
            }
        }
        Ok(())
    }

    /// Lets happen what waited, in its order: an answer computed after an update does not overtake it.
    fn deliver(&mut self, held: Vec<Held>) {
        let mut from = 0;
        for (index, next) in held.iter().enumerate() {
            match next {
                Held::Spread { .. } => {}
                Held::Saved { to, count } => {
                    if let Some(seat) = self.seats.get(to) {
                        seat.outbox.saved(*count);
                    }
                }
                Held::Answered { .. } | Held::Answer(_) => {
                    self.spread(&held[from..], index - from);
                    from = index;
                    if let Held::Answered { to, frame, question } = next
                        && let Some(seat) = self.seats.get_mut(to)
                    {
                        seat.outbox.answer(frame.clone());
                        seat.current |= matches!(question, Question::Lacking(..));
                    }
                }
            }
        }
        self.spread(&held[from..], held.len() - from);
        for held in held {
            if let Held::Answer(delivery) = held {
                delivery();
            }
        }
    }

    /// Gives the updates among the first `count` of `held` to everybody but their senders, each outbox being
    /// opened once. The rest of `held` is what is applied and comes later.
    fn spread(&mut self, held: &[Held], count: usize) {
        if !held[..count].iter().any(|held| matches!(held, Held::Spread { .. })) {
            return;
        }
        let mut delivered = 0;
        for (connection, seat) in &mut self.seats {
            if !seat.current {
                continue;
            }
            let others = held[..count].iter().filter_map(|held| match held {
                Held::Spread { from, announced, frame, new } if *from != Some(*connection) => {
                    Some((announced.as_ref().filter(|_| seat.ours), frame, new))
                }
                _ => None,
            });
            let frames = others.clone().map(|(announced, frame, _)| (announced, frame));
            let pushed = seat.outbox.push_announced(frames);
            delivered += pushed;
            let mut missed = others.skip(pushed).map(|(_, _, new)| new).peekable();
            if missed.peek().is_some() {
                let later = held[count..].iter().chain(&self.stage.held).filter_map(|held| match held {
                    Held::Spread { new, .. } => Some(new),
                    _ => None,
                });
                seat.current = false;
                seat.lags = Some(before(self.document.known(), missed.chain(later)));
                meters::fell_behind();
            }
        }
        meters::delivered(delivered);
    }

    /// Waits until everything is on disk, and covers it with a checkpoint.
    pub(in crate::drafting) async fn finish(&mut self) {
        loop {
            if self.commit.is_none() && !self.stage.is_empty() {
                self.begin_commit();
            }
            if self.commit.is_none() {
                break;
            }
            let outcome = Commit::done(&mut self.commit).await;
            if self.end_commit(outcome).await.is_err() {
                return;
            }
        }
        if self.uncovered == 0 {
            return;
        }
        if let Ok(payload) = self.document.save() {
            (self.uncovered, self.covered) = (0, payload.len());
            let checkpoint = Checkpoint { position: self.position, payload };
            let batch = Batch {
                checkpoints: vec![(text_log(self.premises.section), checkpoint)],
                ..Batch::default()
            };
            if let Err(error) = self.premises.store.commit(batch).await {
                // The log has everything; only the next opening takes longer.
                tracing::warn!(section = %self.premises.section, %error, "no checkpoint was kept");
            } else {
                self.premises.packer.covered(self.premises.section, self.position);
            }
        }
    }
}

/// The state vector of somebody who has all of a document but these spans.
fn before<'a>(
    known: &std::collections::HashMap<u64, u32>,
    missed: impl Iterator<Item = &'a Vec<Span>>,
) -> Vec<Id> {
    let mut has = known.clone();
    for span in missed.flatten() {
        if let Some(clock) = has.get_mut(&span.client) {
            *clock = (*clock).min(span.clock);
        }
    }
    has.into_iter().map(|(client, clock)| Id { client, clock }).collect()
}
