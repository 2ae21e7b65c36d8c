//! What the people of the demo say beside the text: threads on a passage or a section, answers, and what is settled.

use super::{Said as Words, Telling, member};
use crate::agreement::id::{MemberId, SectionId, ThreadId};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use crate::approving::ApprovingError;
use crate::discussing::{Addition, Anchor, Discussion, Mark, Proposed, Proposing, Said};
use crate::drafting::Units;
use crate::drafting::past::Run;
use crate::operator::OperatorError;
use crate::text::markdown;
use crate::text::passage::{BlockId, SeenBlock};
use jiff::Timestamp;
use serde::Deserialize;

/// Threads are counted from 0 in the order in which they were begun, members in the description.
#[derive(Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub(super) enum Talk {
    OpenThread {
        section: usize,
        /// The first place where this stands; about the whole section without.
        quote: Option<Words>,
        text: Words,
        mentions: Vec<usize>,
    },
    Reply {
        thread: usize,
        text: Words,
        mentions: Vec<usize>,
    },
    ResolveThread {
        thread: usize,
    },
    /// Offers other paragraphs in the place of one block.
    Propose {
        section: usize,
        block: usize,
        text: Words,
        reason: Words,
    },
}

impl Telling<'_> {
    pub(super) async fn talk(
        &self,
        state: &State,
        talk: Talk,
        by: MemberId,
        at: Timestamp,
    ) -> Result<(), OperatorError> {
        let say = |text: &Words, mentions: &[usize]| {
            let mentions: Vec<MemberId> =
                mentions.iter().map(|index| member(state, *index)).collect::<Result<_, _>>()?;
            Ok::<_, OperatorError>(Said::new(state, text.in_words(self.language), &mentions)?)
        };
        match talk {
            Talk::OpenThread { section, quote, text, mentions } => {
                let (section, _) = self.section(state, section)?;
                let said = say(&text, &mentions)?;
                let anchor = match quote {
                    Some(quote) => Some(self.anchor(state, section, quote.in_words(self.language)).await?),
                    None => None,
                };
                let opening = (ThreadId::new(), section, anchor.as_ref());
                self.discuss(by, at, |discussion| discussion.threads.open(state, by, opening, &said)).await
            }
            Talk::Reply { thread, text, mentions } => {
                let said = say(&text, &mentions)?;
                let reply = |discussion: &Discussion| {
                    discussion.threads.reply(state, by, nth(discussion, thread)?, &said)
                };
                self.discuss(by, at, reply).await
            }
            Talk::ResolveThread { thread } => {
                let resolve =
                    |discussion: &Discussion| discussion.threads.resolve(state, by, nth(discussion, thread)?);
                self.discuss(by, at, resolve).await
            }
            Talk::Propose { section, block, text, reason } => {
                let (section, _) = self.section(state, section)?;
                let proposed = Proposed {
                    base: self.seen(section, block).await?,
                    blocks: markdown::blocks(text.in_words(self.language)),
                    reason: reason.in_words(self.language).to_owned(),
                };
                let proposing = Proposing {
                    records: &self.operator.records,
                    rooms: self.rooms,
                    discussions: self.discussions,
                };
                proposing.make_at(state, section, by, proposed, at).await.map(drop)?;
                Ok(())
            }
        }
    }

    async fn discuss(
        &self,
        by: MemberId,
        at: Timestamp,
        decide: impl Fn(&Discussion) -> Result<Addition, Refusal>,
    ) -> Result<(), OperatorError> {
        let decide = |discussion: &Discussion| Ok::<_, OperatorError>(decide(discussion)?);
        self.discussions.run(self.agreement, by, at, decide).await.map(drop)
    }

    /// A block of a section as it stands.
    async fn seen(&self, section: SectionId, block: usize) -> Result<Vec<SeenBlock>, OperatorError> {
        let text = self.rooms.standing(section).await.map_err(ApprovingError::from)?;
        let found = text.ids.get(block).copied().flatten().zip(text.blocks.get(block).cloned());
        let seen = found.map(|(BlockId { client, clock }, block)| SeenBlock { client, clock, block });
        Ok(seen.into_iter().collect())
    }

    /// The anchor of words as they stand in a section.
    async fn anchor(&self, state: &State, section: SectionId, quote: &str) -> Result<Anchor, OperatorError> {
        let closed = |closing| OperatorError::from(ApprovingError::from(closing));
        let authors = self.rooms.past().authors(section).await?;
        let mark = Mark { ids: ids_of(&authors.runs, quote), quote: quote.to_owned() };
        let passages = self.rooms.passages(section).await.map_err(closed)?;
        let latest = state.section(section).and_then(|section| section.latest());
        Ok(mark.anchor(&passages, latest.map(|latest| latest.number))?)
    }
}

fn nth(discussion: &Discussion, thread: usize) -> Result<ThreadId, Refusal> {
    let mut all: Vec<_> = discussion.threads.iter().collect();
    all.sort_by_key(|thread| thread.at);
    all.get(thread).map(|thread| thread.id).ok_or(Refusal::NoSuchThread)
}

/// Under which ids the first place stands that says this; none if it stands nowhere.
fn ids_of(runs: &[Run], quote: &str) -> Vec<Units> {
    let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
    let Some(place) = whole.find(quote) else { return Vec::new() };
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let (from, until) = (units(&whole[..place]), units(&whole[..place + quote.len()]));
    let mut ids = Vec::new();
    let mut begins = 0;
    for run in runs {
        let ends = begins + units(&run.text);
        let (first, last) = (from.max(begins), until.min(ends));
        if first < last {
            let clock = run.clock + (first - begins);
            ids.push(Units { client: run.client, clock, length: last - first });
        }
        begins = ends;
    }
    ids
}
