//! Meetings: their notes are live texts, begun when a meeting is called, fixed when its notes are closed.

use super::{Approving, ApprovingError, When};
use crate::agreement::decide::Command;
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MeetingId, MemberId, SectionId};
use crate::agreement::meeting::{Meeting, NOTES_KIND, notes_title};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use crate::record::{Beside, Done, RecordError};
use crate::store::{Append, BlobId, Position};
use crate::text::block::{Block, PARAGRAPH};
use crate::text::canonical::{SectionText, canonical_blocks, read};
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use std::sync::Arc;

/// The canonical form of a meeting's notes: as a section's, under the meeting's day. Its title can be erased, and what
/// is hashed cannot.
fn canonical_notes(agreement: AgreementId, meeting: &Meeting, blocks: &[Block]) -> Vec<u8> {
    let title = notes_title(meeting.called.date);
    SectionText {
        agreement,
        section: meeting.notes(),
        kind: NOTES_KIND,
        title: &title,
        responsible: &[],
        blocks,
    }
    .canonical_bytes()
}

impl Approving {
    /// Does [`Command::CallMeeting`], with an empty text for its notes.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn call_meeting(
        &self,
        agreement: AgreementId,
        command: Command,
        by: Actor,
        when: When,
    ) -> Result<Done, ApprovingError> {
        let at = when.moment();
        let beside = |entries: &[Entry]| {
            let called = entries.iter().filter_map(|entry| match entry {
                Entry::MeetingCalled { meeting } => Some(meeting.notes),
                _ => None,
            });
            let begun = called.map(|notes| {
                let entry = first_epoch(
                    &[Block::new(PARAGRAPH, Vec::new())],
                    at.as_millisecond(),
                    EpochReason::Created,
                );
                let entry = entry.encode().map_err(|error| RecordError::Unwritable(error.to_string()))?;
                Ok(Append { log: text_log(notes), expected: Position::START, entries: vec![entry.into()] })
            });
            Ok(Beside { appends: begun.collect::<Result<_, RecordError>>()?, ..Beside::default() })
        };
        Ok(self.records.run_beside(agreement, command, by, at, beside).await?)
    }

    /// Fixes a meeting's notes as they are: an entry of the record with their hash, and a lock in their text log where
    /// they were read, in one batch.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn close_notes(
        &self,
        agreement: AgreementId,
        meeting: MeetingId,
        member: MemberId,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        let at = when.moment().as_millisecond();
        let plan = |state: Arc<State>| async move {
            let known = state.may_close_notes(member, meeting)?;
            let text = self.rooms.standing(known.notes()).await?;
            let canonical = canonical_notes(agreement, known, &text.blocks);
            let hash = Digest::of(&[&canonical]);
            self.store.put_blob(canonical.into()).await?;
            let lock = TextEntry::Lock { at, revision: hash.0 };
            let beside = marker(known, &lock, text.position)?;
            Ok((Command::CloseNotes { meeting, hash, text_position: text.position.0 }, beside))
        };
        let by = Actor::Member { member };
        Ok(self.do_on_what_is_seen(agreement, by, when, plan, |_, _, beside| beside).await?.state)
    }

    /// Lets a meeting's notes take text again.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn reopen_notes(
        &self,
        agreement: AgreementId,
        meeting: MeetingId,
        member: MemberId,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        let at = when.moment().as_millisecond();
        let plan = |state: Arc<State>| async move {
            let known = state.may_reopen_notes(member, meeting)?;
            let text = self.rooms.standing(known.notes()).await?;
            let beside = marker(known, &TextEntry::Unlock { at }, text.position)?;
            Ok((Command::ReopenNotes { meeting }, beside))
        };
        let by = Actor::Member { member };
        Ok(self.do_on_what_is_seen(agreement, by, when, plan, |_, _, beside| beside).await?.state)
    }

    /// A meeting's notes: as they were closed, or as they stand.
    ///
    /// # Errors
    /// If they cannot be read.
    pub async fn notes(&self, meeting: &Meeting) -> Result<Vec<Block>, ApprovingError> {
        let Some(closed) = meeting.fixed() else {
            return Ok(canonical_blocks(&self.rooms.standing(meeting.notes()).await?.blocks));
        };
        let damaged = |why: &dyn std::fmt::Display| {
            ApprovingError::Content(format!("the notes of meeting {}: {why}", meeting.id()))
        };
        let kept = self.store.blob(BlobId(closed.hash.0)).await?;
        let bytes = kept.ok_or_else(|| damaged(&"they are not kept"))?;
        if Digest::of(&[&bytes]) != closed.hash {
            return Err(damaged(&"they are not those that were closed"));
        }
        Ok(read(&bytes).map_err(|error| damaged(&error))?.blocks)
    }

    /// Puts a section's co-authors into an order: those of whom something stands in its text now.
    ///
    /// # Errors
    /// [`Refusal::NoSuchSection`], or the text cannot be read.
    pub async fn order_co_authors(
        &self,
        state: &State,
        section: SectionId,
        order: Vec<MemberId>,
        by: Actor,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let order = &order;
        let plan = |state: Arc<State>| async move {
            let now = self.now(&state, section).await?;
            let standing = now.text.contributors.iter().map(|one| one.member).collect();
            Ok((Command::OrderCoAuthors { section, order: order.clone(), standing }, ()))
        };
        let agreement = state.agreement();
        let done = self.do_on_what_is_seen(agreement, by, when, plan, |_, _, ()| Beside::default()).await?;
        Ok(done.state)
    }
}

/// What must stand in the notes' text log beside what was decided, where their text was read.
fn marker(meeting: &Meeting, entry: &TextEntry, at: Position) -> Result<Beside, ApprovingError> {
    let entry = entry.encode().map_err(|error| ApprovingError::Content(error.to_string()))?;
    let append = Append { log: text_log(meeting.notes()), expected: at, entries: vec![entry.into()] };
    Ok(Beside { appends: vec![append], ..Beside::default() })
}
