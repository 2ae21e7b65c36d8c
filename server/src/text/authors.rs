//! Which struct each standing character belongs to: the ground of who wrote what.
//!
//! A run is named by the client id and clock of its first character. Whose client id that is, and
//! whose the words were before, the drafting floor knows.

use super::document::{TEXT_ROOT, sequence};
use super::passage::BlockId;
use super::read::id_of;
use yrs::types::text::Diff;
use yrs::{
    Any, Doc, ID, IdSet, Out, ReadTxn, Snapshot, Text, TextRef, Transact, TransactionMut, XmlFragmentRef,
};

/// Neighbouring characters that were typed one after another under one client id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// The client id they stand under.
    pub client: u64,
    /// The clock of the first.
    pub clock: u32,
    /// How many UTF-16 units; so many clocks.
    pub length: u32,
    /// Whether it is the first of its text.
    pub opens: bool,
}

/// The runs of the standing text, in document order. A run never reaches over the end of a block.
///
/// Opens a writing transaction (it splits nothing that commit does not join again): it waits while
/// another thread has one open, and for ever if this one has.
pub fn runs(document: &Doc) -> Vec<Run> {
    runs_under(document, |root, _| vec![Out::YXmlFragment(root)])
}

/// The same, of some blocks only, in their order in the document.
pub fn runs_of(document: &Doc, blocks: &[BlockId]) -> Vec<Run> {
    runs_under(document, |root, transaction| {
        let parts = sequence(root.as_ref()).diff(transaction, |_| ()).into_iter();
        let is_one = |shared: &Out| id_of(shared).is_some_and(|id| blocks.contains(&id));
        parts.rev().map(|part| part.insert).filter(is_one).collect()
    })
}

/// The runs under what `begin` gives, last first.
fn runs_under(
    document: &Doc,
    begin: impl FnOnce(XmlFragmentRef, &TransactionMut<'_>) -> Vec<Out>,
) -> Vec<Run> {
    // Without garbage collection deleted characters keep their content, and must be known as deleted.
    let keeps_deleted = document.skip_gc();
    let mut transaction = document.transact_mut();
    let Some(root) = transaction.get_xml_fragment(TEXT_ROOT) else { return Vec::new() };
    let now = if keeps_deleted {
        transaction.snapshot()
    } else {
        Snapshot::new(transaction.state_vector(), IdSet::new())
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut ahead: Vec<Part> = begin(root, &transaction).into_iter().map(Part::Shared).collect();
    // Where the text that is being read began.
    let mut start = 0;
    while let Some(next) = ahead.pop() {
        match next {
            Part::Run(run) => push(&mut runs, start, run),
            Part::Shared(next @ (Out::YXmlText(_) | Out::YText(_))) => {
                let Some(text) = next.try_branch().map(sequence) else { continue };
                start = runs.len();
                ahead.extend(parts(&text, &now, &mut transaction).into_iter().rev());
            }
            Part::Shared(shared) => {
                start = runs.len();
                let children = shared.try_branch().map(|branch| sequence(branch).diff(&transaction, |_| ()));
                ahead.extend(children.into_iter().flatten().rev().map(|child| Part::Shared(child.insert)));
            }
        }
    }
    runs
}

enum Part {
    Run(Run),
    /// A shared type: a block, or something in the midst of text that no editor makes.
    Shared(Out),
}

/// What stands in one text, struct by struct.
fn parts(text: &TextRef, now: &Snapshot, transaction: &mut TransactionMut<'_>) -> Vec<Part> {
    // Compared with nothing at all every struct is an addition, and yrs says which.
    let additions = text.diff_range(transaction, Some(now), Some(&Snapshot::default()), |change| change.id);
    let part = |addition: Diff<ID>| match (addition.insert, addition.ychange) {
        (Out::Any(Any::String(text)), Some(id)) => {
            let length = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
            let (client, clock) = (id.client.get(), id.clock);
            Some(Part::Run(Run { text: text.to_string(), client, clock, length, opens: false }))
        }
        (Out::Any(_), _) => None,
        (shared, _) => Some(Part::Shared(shared)),
    };
    additions.into_iter().filter_map(part).collect()
}

/// Appends a run, or lengthens the one before if this goes on where that ends. `start` is where its text began.
fn push(runs: &mut Vec<Run>, start: usize, run: Run) {
    if let Some(last) = runs.get_mut(start..).and_then(<[Run]>::last_mut)
        && last.client == run.client
        && last.clock.checked_add(last.length) == Some(run.clock)
    {
        last.text.push_str(&run.text);
        last.length = last.length.saturating_add(run.length);
    } else {
        let opens = runs.len() == start;
        runs.push(Run { opens, ..run });
    }
}

#[cfg(test)]
mod tests;
