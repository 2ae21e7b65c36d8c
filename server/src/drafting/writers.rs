//! Whose words a text was made of, at a position of its log.

use super::load::{LoadError, load_at};
use super::update::Span;
use crate::agreement::id::{MemberId, SectionId};
use crate::store::{Position, Store};
use crate::text::authors;

/// Characters of one author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The characters, as they are stored.
    pub text: String,
    /// Who wrote them; `None` for the server's own first words.
    pub member: Option<MemberId>,
}

/// All that stood in a section at a position of its log, in the order of the text. No room is opened.
///
/// # Errors
/// Those of reading the log, [`LoadError::Purged`] among them.
pub async fn written_at(
    store: &dyn Store,
    section: SectionId,
    at: Position,
) -> Result<Vec<Written>, LoadError> {
    let document = load_at(store, section, at).await?;
    let mut written = Vec::new();
    for run in authors::runs(&document.document) {
        let units: Vec<u16> = run.text.encode_utf16().collect();
        let mut from = 0;
        for (length, member) in
            document.authorship.authors(Span { client: run.client, clock: run.clock, length: run.length })
        {
            let to = (from + length as usize).min(units.len());
            written.push(Written { text: String::from_utf16_lossy(&units[from..to]), member });
            from = to;
        }
    }
    Ok(written)
}
