//! Two texts of a section compared, and whose words are new in the later one.

use super::comparisons::{Compared, Whole, WrittenBlocks};
use super::{Approving, ApprovingError, Now};
use crate::agreement::digest::Digest;
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section::Section;
use crate::agreement::state::State;
use crate::drafting::{LoadError, written_at};
use crate::store::Position;
use crate::text::canonical::{ReadSection, canonical_blocks};
use crate::text::comparison::writers;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// One of the two texts.
enum Side {
    Revision(Digest, Position),
    /// With its title, and who answers for it.
    Now(Arc<Now>, String, Vec<(PartyId, String)>),
}

impl Approving {
    /// Compares a revision of a section with another, or with the text as it stands.
    ///
    /// # Errors
    /// [`Refusal::NoSuchRevision`], or what failed.
    pub async fn compare(
        &self,
        state: &State,
        section: SectionId,
        from: RevisionNumber,
        to: Option<RevisionNumber>,
    ) -> Result<Arc<Compared>, ApprovingError> {
        let known = state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let (before, after) = (revision(known, from)?, self.side(state, known, to).await?);
        self.compared(&before, &after).await
    }

    /// Whose words are new in the later of two texts, block by block of their comparison, with which this is. `None`
    /// if the log does not tell any more, as after a purge. Who removed something no text tells.
    ///
    /// # Errors
    /// [`Refusal::NoSuchRevision`], or what failed.
    pub async fn compare_with_writers(
        &self,
        state: &State,
        section: SectionId,
        from: RevisionNumber,
        to: Option<RevisionNumber>,
    ) -> Result<(Arc<Compared>, WrittenBlocks), ApprovingError> {
        let known = state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let (before, after) = (revision(known, from)?, self.side(state, known, to).await?);
        let compared = self.compared(&before, &after).await?;
        let key = (before.hash(), after.position(), after.hash());
        if let Some(written) = self.comparisons.written.get(&key).await {
            return Ok((compared, written));
        }
        let written = match written_at(&*self.store, section, after.position()).await {
            Ok(written) => {
                let runs = written.iter().map(|run| (run.text.as_str(), run.member));
                writers(&compared.comparison, runs).map(Arc::new)
            }
            Err(LoadError::Purged(_) | LoadError::Short(_)) => None,
            Err(error) => return Err(ApprovingError::Content(error.to_string())),
        };
        self.comparisons.written.insert(key, written.clone()).await;
        Ok((compared, written))
    }

    async fn side(
        &self,
        state: &State,
        section: &Section,
        number: Option<RevisionNumber>,
    ) -> Result<Side, ApprovingError> {
        match number {
            Some(number) => revision(section, number).map_err(ApprovingError::from),
            None => Ok(now(state, section, self.now(state, section.id).await?)),
        }
    }

    async fn compared(&self, before: &Side, after: &Side) -> Result<Arc<Compared>, ApprovingError> {
        let hashes = (before.hash(), after.hash());
        let comparing = async {
            let (before, after) = (self.whole(before).await?, self.whole(after).await?);
            self.comparisons.of(hashes, before, after).await
        };
        self.comparisons.kept(hashes, comparing).await
    }

    async fn whole(&self, side: &Side) -> Result<Whole, ApprovingError> {
        match side {
            Side::Revision(hash, _) => Ok(self.content(*hash).await?.section.into()),
            Side::Now(now, title, responsible) => Ok(Whole {
                title: title.clone(),
                responsible: responsible.clone(),
                blocks: canonical_blocks(&now.read.blocks),
            }),
        }
    }
}

fn revision(section: &Section, number: RevisionNumber) -> Result<Side, Refusal> {
    let revision = section.revision(number).ok_or(Refusal::NoSuchRevision)?;
    Ok(Side::Revision(revision.hash, Position(revision.text_position)))
}

/// The section as it stands, worded as a revision of it would be.
fn now(state: &State, section: &Section, now: Arc<Now>) -> Side {
    let named = |id: &PartyId| Some((*id, state.party(*id)?.name.nfc().collect()));
    let mut responsible: Vec<(PartyId, String)> = section.responsible.iter().filter_map(named).collect();
    responsible.sort_unstable();
    responsible.dedup();
    Side::Now(now, section.title.nfc().collect(), responsible)
}

impl Side {
    fn hash(&self) -> Digest {
        match self {
            Self::Revision(hash, _) => *hash,
            Self::Now(now, ..) => now.text.hash,
        }
    }

    /// Where the text's log had come to.
    fn position(&self) -> Position {
        match self {
            Self::Revision(_, position) => *position,
            Self::Now(now, ..) => now.read.position,
        }
    }
}

impl From<ReadSection> for Whole {
    fn from(section: ReadSection) -> Self {
        let ReadSection { title, responsible, blocks, .. } = section;
        Self { title, responsible, blocks }
    }
}
