//! The text as it was at one position of its log.

use super::change::{Gone, Stretch, cut, gone, roots, stretches};
use super::chronicle::Chronicle;
use super::piece::{canonical, units};
use super::session::Session;
use crate::agreement::id::{MemberId, SectionId};
use crate::drafting::document::{Broken, Document};
use crate::drafting::load::{LoadError, read_entries};
use crate::store::{Position, Store};
use crate::text::block::{Block, Node};
use crate::text::canonical::canonical_blocks;
use crate::text::log::{TextEntry, text_log};
use crate::text::read;

/// What a node and a run of a text take in memory beside their characters, about.
const NODE_BYTES: usize = 160;

/// A text as it was, and what had become of it since an earlier moment.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The entries of the log before this position come to it.
    pub position: Position,
    /// The earlier moment.
    pub since: Position,
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// What the last entry did.
    pub what: What,
    /// Who wrote between the two moments, in the order in which they began.
    pub writers: Vec<MemberId>,
    /// The session it belongs to, if it was written in one.
    pub session: Option<Session>,
    /// The text, in its canonical form.
    pub blocks: Vec<Block>,
    /// Who wrote which of its characters.
    pub runs: Vec<Stretch>,
    /// What stood at the earlier moment and had gone.
    pub gone: Vec<Gone>,
}

/// What an entry of the log did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A document began.
    Begun,
    /// Somebody wrote.
    Written(MemberId),
    /// The section was locked.
    Locked,
    /// The section was opened again.
    Reopened,
}

impl What {
    fn of(entry: &TextEntry) -> Self {
        match entry {
            TextEntry::Epoch { .. } => Self::Begun,
            TextEntry::Update { member: writer, .. } | TextEntry::Accepted { author: writer, .. } => {
                Self::Written(*writer)
            }
            TextEntry::Lock { .. } => Self::Locked,
            TextEntry::Unlock { .. } => Self::Reopened,
        }
    }
}

/// Two moments, neither before the first.
pub(super) async fn look(
    store: &dyn Store,
    section: SectionId,
    chronicle: &Chronicle,
    since: Position,
    position: Position,
) -> Result<Moment, LoadError> {
    let mut replay = Replay::thaw(store, section, chronicle, since)?;
    replay.go_on(since).await?;
    let before = replay.document.pieces(&chronicle.times);
    if chronicle.is_far(since, position) {
        replay = Replay { writers: writers(chronicle, since, position), ..replay };
        (replay.document, replay.position) = chronicle.thaw(Position(position.0 - 1))?;
    }
    replay.noting = true;
    replay.go_on(position).await?;
    let (at, what) = match replay.last {
        Some(last) => last,
        None => replay.entry_before(position).await?,
    };
    let (document, writers) = (replay.document, replay.writers);
    let now = document.pieces(&chronicle.times);
    let said = read::blocks(&document.document);
    let (runs, gone) = if let Some(lengths) = canonical(&said, &now) {
        let parts = cut(now, &roots(&before));
        // Cut anew, so measured anew.
        let cut: Vec<_> = parts.iter().map(|(piece, _)| piece.clone()).collect();
        let lengths =
            if cut.len() == lengths.len() { lengths } else { canonical(&said, &cut).unwrap_or_default() };
        (stretches(&parts, &lengths), gone(before, &parts, &lengths))
    } else {
        let length = units(&canonical_blocks(&said));
        (vec![Stretch { length, member: None, at: None, is_new: false }], Vec::new())
    };
    Ok(Moment {
        position,
        since,
        at,
        what,
        writers,
        session: chronicle.work.session_of(position).cloned(),
        blocks: canonical_blocks(&said),
        runs,
        gone,
    })
}

/// A document on its way through the log.
struct Replay<'a> {
    store: &'a dyn Store,
    section: SectionId,
    document: Document,
    position: Position,
    /// Whether what is passed is taken note of.
    noting: bool,
    writers: Vec<MemberId>,
    last: Option<(i64, What)>,
}

impl<'a> Replay<'a> {
    fn thaw(
        store: &'a dyn Store,
        section: SectionId,
        chronicle: &Chronicle,
        position: Position,
    ) -> Result<Self, LoadError> {
        let (document, position) = chronicle.thaw(position)?;
        Ok(Self { store, section, document, position, noting: false, writers: Vec::new(), last: None })
    }

    async fn go_on(&mut self, until: Position) -> Result<(), LoadError> {
        while self.position < until {
            let entries = read_entries(self.store, text_log(self.section), self.position, until).await?;
            if entries.is_empty() {
                return Err(LoadError::Short(self.position));
            }
            for (entry, _) in entries {
                let position = self.position;
                let done = self.document.replay(&entry);
                done.map_err(|Broken(problem)| LoadError::Broken { position, problem })?;
                self.position = position.after(1);
                if !self.noting {
                    continue;
                }
                self.last = Some((entry.at(), What::of(&entry)));
                if let Some(written) = entry.written()
                    && !self.writers.contains(&written.writer)
                {
                    self.writers.push(written.writer);
                }
            }
        }
        Ok(())
    }

    async fn entry_before(&self, position: Position) -> Result<(i64, What), LoadError> {
        let last = Position(position.0 - 1);
        let entries = read_entries(self.store, text_log(self.section), last, position).await?;
        entries.first().map(|(entry, _)| (entry.at(), What::of(entry))).ok_or(LoadError::Short(last))
    }
}

/// Who wrote in the sessions that lie between two moments, wholly or in part.
fn writers(chronicle: &Chronicle, since: Position, until: Position) -> Vec<MemberId> {
    let mut writers = Vec::new();
    let between = chronicle.sessions().iter().filter(|session| session.to > since && session.from < until);
    for part in between.flat_map(|session| &session.members) {
        if !writers.contains(&part.member) {
            writers.push(part.member);
        }
    }
    writers
}

impl Moment {
    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        fn of(block: &Block) -> usize {
            let content = block.content.iter().map(|node| match node {
                Node::Block(block) => of(block),
                Node::Text(run) => NODE_BYTES + run.text.len() + run.marks.len() * NODE_BYTES,
            });
            NODE_BYTES + block.attributes.len() * NODE_BYTES + content.sum::<usize>()
        }
        let gone: usize = self.gone.iter().map(|one| size_of::<Gone>() + one.text.len()).sum();
        self.blocks.iter().map(of).sum::<usize>() + self.runs.len() * size_of::<Stretch>() + gone
    }
}
