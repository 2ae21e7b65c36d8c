//! Sign-offs, locks and reopenings: one entry of the record and one marker in the text log, in one batch.

use super::{Approving, ApprovingError, Now, When};
use crate::agreement::decide::{Command, NewSignOff};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MandateId, MemberId, SectionId, SignOffId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section::Section;
use crate::agreement::sign_off::GivenSignOff;
use crate::agreement::state::State;
use crate::record::Beside;
use crate::store::{Append, RegisterWrite};
use crate::text::log::{TextEntry, text_log};
use jiff::Timestamp;
use std::sync::Arc;

/// What an approver says.
#[derive(Clone, Debug)]
pub struct SignedOff {
    /// The revision they read.
    pub revision: RevisionNumber,
    /// The hash they were shown.
    pub hash: Digest,
    /// By what authority they approve.
    pub mandate: MandateId,
    /// Their name as they typed it.
    pub name: String,
    /// Their party's reservation, if it has one.
    pub reservation: Option<String>,
}

impl Approving {
    /// Approves a section's latest revision for the member's party. Returns the sign-off that counts from now on:
    /// a new one, or the one the member had given before. What `also` makes out of a new one is written in the same
    /// batch.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn sign_off(
        &self,
        agreement: AgreementId,
        section: SectionId,
        member: MemberId,
        said: SignedOff,
        when: When,
        also: impl Fn(&[Entry]) -> Vec<RegisterWrite>,
    ) -> Result<(Arc<State>, SignOffId), ApprovingError> {
        let hash = said.hash;
        let said = &said;
        let plan = |state: Arc<State>| async move {
            state.may_sign_off(member, section)?;
            let now = self.now(&state, section).await?;
            let SignedOff { revision, hash, mandate, name, reservation } = said.clone();
            let text = now.text.clone();
            let open_proposals = self.open_since_the_latest(&state, section).await?;
            let sign_off =
                NewSignOff { section, revision, hash, text, mandate, name, reservation, open_proposals };
            Ok((Command::SignOff(sign_off), now))
        };
        let by = Actor::Member { member };
        let beside = |state: &State, entries: &[Entry], now: Arc<Now>| Beside {
            register: also(entries),
            ..marker(state, section, entries, &now, when.moment())
        };
        let done = self.do_on_what_is_seen(agreement, by, when, plan, beside).await?;
        let section = done.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let own = |one: &&GivenSignOff| is_own(one, member, hash);
        let given = section.sign_offs.iter().rev().find(own).ok_or(Refusal::NoSuchSignOff)?.given.id;
        Ok((done.state.clone(), given))
    }

    /// How many proposals of a section are open that were when its latest revision was saved. They only become fewer:
    /// later ones are later.
    pub(super) async fn open_since_the_latest(
        &self,
        state: &State,
        section: SectionId,
    ) -> Result<usize, ApprovingError> {
        let Some(latest) = state.section(section).and_then(Section::latest) else { return Ok(0) };
        let discussion = self.discussions.state(state.agreement()).await?;
        Ok(discussion.proposals.open_since(section, latest.at))
    }

    /// Locks a section at its latest revision.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn lock(
        &self,
        agreement: AgreementId,
        section: SectionId,
        member: MemberId,
        reason: &str,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        let plan = |state: Arc<State>| async move {
            state.may_lock(member, section)?;
            let now = self.now(&state, section).await?;
            let (text, reason) = (now.text.clone(), reason.to_owned());
            Ok((Command::LockSection { section, text, reason }, now))
        };
        let by = Actor::Member { member };
        let marker = |state: &State, entries: &[Entry], now: Arc<Now>| {
            marker(state, section, entries, &now, when.moment())
        };
        Ok(self.do_on_what_is_seen(agreement, by, when, plan, marker).await?.state)
    }

    /// Lets a section take text again.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn reopen(
        &self,
        agreement: AgreementId,
        section: SectionId,
        member: MemberId,
        reason: &str,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        let plan = |state: Arc<State>| async move {
            state.may_reopen(member, section)?;
            let now = self.now(&state, section).await?;
            Ok((Command::ReopenSection { section, reason: reason.to_owned() }, now))
        };
        let by = Actor::Member { member };
        let marker = |state: &State, entries: &[Entry], now: Arc<Now>| {
            marker(state, section, entries, &now, when.moment())
        };
        Ok(self.do_on_what_is_seen(agreement, by, when, plan, marker).await?.state)
    }
}

fn is_own(one: &GivenSignOff, member: MemberId, hash: Digest) -> bool {
    one.given.member == member && one.given.hash == hash && one.withdrawn.is_none()
}

/// What must stand in the section's text log beside what was decided: it goes where the text was read, so that
/// nothing can have been written since.
fn marker(before: &State, section: SectionId, entries: &[Entry], now: &Now, at: Timestamp) -> Beside {
    let is_locked = before.section(section).is_some_and(|section| section.lock.is_some());
    let at = at.as_millisecond();
    let marker = entries.iter().find_map(|entry| match entry {
        Entry::SectionSignedOff { sign_off } if !is_locked => {
            Some(TextEntry::Lock { at, revision: sign_off.hash.0 })
        }
        Entry::SectionLocked { hash, .. } => Some(TextEntry::Lock { at, revision: hash.0 }),
        Entry::SectionReopened { .. } => Some(TextEntry::Unlock { at }),
        _ => None,
    });
    let append = marker.and_then(|marker| {
        let entry = marker.encode().ok()?;
        Some(Append { log: text_log(section), expected: now.position(), entries: vec![entry.into()] })
    });
    Beside { appends: append.into_iter().collect(), ..Beside::default() }
}
