//! Revisions: saved, read back, brought back.

use super::{Approving, ApprovingError, When};
use crate::agreement::decide::{Command, SaveRevision};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use crate::drafting::{Restoration, RestoreError};
use crate::record::Beside;
use crate::store::{BlobId, Position};
use crate::text::block::Block;
use crate::text::canonical::{AgreementText, ReadSection, TextHash, canonical_blocks, read};
use bytes::Bytes;
use std::sync::Arc;

/// A revision that holds the text as it was asked to be saved: a section's, or the agreement's.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The agreement with it.
    pub state: Arc<State>,
    /// Its number.
    pub number: RevisionNumber,
    /// Whether it was made, or was there already because nothing has changed.
    pub is_new: bool,
}

/// What a section's revision says.
#[derive(Clone, Debug)]
pub struct Content {
    /// The bytes that were hashed.
    pub canonical: Bytes,
    /// What they say.
    pub section: ReadSection,
}

impl Approving {
    /// Saves a section's text as a revision; unchanged text makes none.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn save(
        &self,
        agreement: AgreementId,
        section: SectionId,
        (name, note): (&str, &str),
        by: Actor,
        when: When,
    ) -> Result<Saved, ApprovingError> {
        self.save_as(agreement, section, (name, note), None, by, when).await
    }

    async fn save_as(
        &self,
        agreement: AgreementId,
        section: SectionId,
        (name, note): (&str, &str),
        restored: Option<(RevisionNumber, &[Block])>,
        by: Actor,
        when: When,
    ) -> Result<Saved, ApprovingError> {
        let plan = |state: Arc<State>| async move {
            state.may_save(by)?;
            let now = self.now(&state, section).await?;
            self.store.put_blob(now.canonical.clone()).await?;
            let (name, note) = (name.to_owned(), note.to_owned());
            // Not if somebody has typed in it meanwhile.
            let is_it = |text: &[Block]| canonical_blocks(&now.read.blocks) == text;
            let restored_from = restored.filter(|(_, text)| is_it(text)).map(|(number, _)| number);
            let save = SaveRevision { section, text: now.text.clone(), name, note, restored_from };
            Ok((Command::SaveRevision(save), ()))
        };
        let done = self.do_on_what_is_seen(agreement, by, when, plan, |_, _, ()| Beside::default()).await?;
        let is_new = done.entries.iter().any(|entry| matches!(entry, Entry::RevisionSaved { .. }));
        let latest = done.state.section(section).and_then(|section| section.latest());
        let number = latest.ok_or(Refusal::NoRevision)?.number;
        Ok(Saved { state: done.state, number, is_new })
    }

    /// Saves the whole text as an agreement revision, and before it a revision of each section that has changed.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn save_whole(
        &self,
        agreement: AgreementId,
        (name, note): (&str, &str),
        by: Actor,
        when: When,
    ) -> Result<Saved, ApprovingError> {
        let plan = |state: Arc<State>| async move {
            state.may_save(by)?;
            let mut texts = Vec::with_capacity(state.sections().len());
            for section in state.sections() {
                let now = self.now(&state, section.id).await?;
                self.store.put_blob(now.canonical.clone()).await?;
                texts.push((section.id, now.text.clone()));
            }
            let hashes: Vec<Digest> = texts.iter().map(|(_, text)| text.hash).collect();
            let hash = self.keep_whole(&state, &hashes).await?;
            let (name, note) = (name.to_owned(), note.to_owned());
            Ok((Command::SaveAgreementRevision { texts, hash, name, note }, ()))
        };
        let done = self.do_on_what_is_seen(agreement, by, when, plan, |_, _, ()| Beside::default()).await?;
        let is_new = done.entries.iter().any(|entry| matches!(entry, Entry::AgreementRevisionSaved { .. }));
        let number = done.state.revisions().last().ok_or(Refusal::NoSuchRevision)?.number;
        Ok(Saved { state: done.state, number, is_new })
    }

    /// Keeps the canonical form of the agreement with sections of these hashes, and returns its own.
    pub(super) async fn keep_whole(
        &self,
        state: &State,
        sections: &[Digest],
    ) -> Result<Digest, ApprovingError> {
        let BlobId(hash) = self.store.put_blob(whole(state, sections).into()).await?;
        Ok(Digest(hash))
    }

    /// Brings a revision's text back by a new edit in a member's name, and saves it as a revision.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed. If only the saving failed, the text is the old one again, and
    /// the next saving makes the revision.
    pub async fn restore(
        &self,
        agreement: AgreementId,
        section: SectionId,
        number: RevisionNumber,
        member: MemberId,
        when: When,
    ) -> Result<Saved, ApprovingError> {
        let state = self.records.state(agreement).await?;
        let revision = state.may_write(member, section)?.revision(number).ok_or(Refusal::NoSuchRevision)?;
        let content = self.content(revision.hash).await?;
        let position = Position(revision.text_position);
        self.rewrite(section, member, &content.section.blocks, position, when).await?;
        let by = Actor::Member { member };
        let restored = Some((number, content.section.blocks.as_slice()));
        self.save_as(agreement, section, ("", ""), restored, by, when).await
    }

    /// Makes a section's text say this, by an edit in a member's name. Words that stand stay their authors'.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn write(
        &self,
        section: SectionId,
        member: MemberId,
        blocks: &[Block],
        when: When,
    ) -> Result<(), ApprovingError> {
        let position = self.rooms.standing(section).await?.position;
        self.rewrite(section, member, &canonical_blocks(blocks), position, when).await
    }

    async fn rewrite(
        &self,
        section: SectionId,
        member: MemberId,
        blocks: &[Block],
        position: Position,
        when: When,
    ) -> Result<(), ApprovingError> {
        match self.rooms.restore(section, member, blocks, position, when.moment()).await {
            Ok(Restoration::Restored | Restoration::Unchanged) => Ok(()),
            Err(RestoreError::Locked) => Err(Refusal::SectionLocked.into()),
            Err(RestoreError::Refused(refusal)) => Err(refusal.into()),
            Err(RestoreError::Closed(closing)) => Err(closing.into()),
            Err(error @ RestoreError::Unreadable(_)) => Err(ApprovingError::Content(error.to_string())),
        }
    }

    /// What the revision with this hash says.
    ///
    /// # Errors
    /// If it is not kept, or not what was kept.
    pub async fn content(&self, hash: Digest) -> Result<Content, ApprovingError> {
        let canonical = self.canonical(hash).await?;
        let section =
            read(&canonical).map_err(|error| ApprovingError::Content(format!("{hash}: {error}")))?;
        Ok(Content { canonical, section })
    }

    /// The bytes that have this hash: a section's revision, or the agreement's.
    ///
    /// # Errors
    /// If they are not kept.
    pub async fn canonical(&self, hash: Digest) -> Result<Bytes, ApprovingError> {
        let kept = self.store.blob(BlobId(hash.0)).await?;
        kept.ok_or_else(|| ApprovingError::Content(format!("{hash} is not kept")))
    }
}

/// The canonical form of the agreement with sections of these hashes.
fn whole(state: &State, sections: &[Digest]) -> Vec<u8> {
    let parties = state.parties().iter().map(|party| (party.id, party.letter, party.name.as_str()));
    let parties: Vec<_> = parties.collect();
    let text = AgreementText {
        agreement: state.agreement(),
        title: state.title().unwrap_or_default(),
        parties: &parties,
        sections: &sections.iter().map(|hash| TextHash(hash.0)).collect::<Vec<_>>(),
    };
    text.canonical_bytes()
}

/// The hash of the agreement as it is agreed; `None` while a section is not.
pub fn agreed_hash(state: &State) -> Option<Digest> {
    let latest = state.sections().iter().map(|section| section.latest().map(|latest| latest.hash));
    let hashes: Vec<Digest> = latest.collect::<Option<_>>()?;
    state.is_ready().then(|| Digest::of(&[&whole(state, &hashes)]))
}
