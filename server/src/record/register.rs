//! What lies beside the chain in the register: the content of words, and where a section belongs.
//!
//! | key | value |
//! | --- | --- |
//! | `words/{agreement}/{digest}` | `{"salt", "text"}`; deleted when the words are erased |
//! | `section/{section}`, `meeting/{meeting}`, `review/{review}`, `anchoring-sheet/{sheet}` | the id of its agreement; the notes of a meeting are a text as a section's is |

use super::chain::Sealed;
use super::error::RecordError;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{AgreementId, MeetingId, ReviewId, SectionId, SheetId};
use crate::agreement::words::Content;
use crate::store::{Expected, RegisterWrite, Store};
use bytes::Bytes;
use std::collections::HashMap;

/// Words that are looked up one by one; more of them by reading all that the agreement has.
const ONE_BY_ONE: usize = 64;

/// Where the content of words is kept. Deleting the value erases them.
pub fn words_key(agreement: AgreementId, digest: Digest) -> String {
    format!("words/{agreement}/{digest}")
}

/// Where it is kept which agreement a section belongs to.
pub fn section_key(section: SectionId) -> String {
    format!("section/{section}")
}

/// Where it is kept which agreement a meeting belongs to.
pub fn meeting_key(meeting: MeetingId) -> String {
    format!("meeting/{meeting}")
}

/// Where it is kept which agreement a review belongs to.
pub(super) fn review_key(review: ReviewId) -> String {
    format!("review/{review}")
}

/// Where it is kept which agreement an anchoring sheet belongs to.
pub(super) fn sheet_key(sheet: SheetId) -> String {
    format!("anchoring-sheet/{sheet}")
}

/// What must be written to the register together with these entries.
pub(super) fn writes(agreement: AgreementId, entries: &[Entry]) -> Result<Vec<RegisterWrite>, RecordError> {
    let mut writes = Vec::new();
    for entry in entries {
        for words in entry.words() {
            let Some(content) = words.content() else { continue };
            let json =
                serde_json::to_vec(content).map_err(|error| RecordError::Unwritable(error.to_string()))?;
            writes.push(new_value(words_key(agreement, words.digest()), json.into()));
        }
        let belongs = |key| new_value(key, agreement.to_string().into());
        match entry {
            Entry::SectionAdded { section } => writes.push(belongs(section_key(section.id))),
            Entry::ReviewAsked { review } => writes.push(belongs(review_key(review.id))),
            Entry::AnchoringSheetMade { sheet } => writes.push(belongs(sheet_key(sheet.id))),
            Entry::MeetingCalled { meeting } => {
                writes.extend([belongs(section_key(meeting.notes)), belongs(meeting_key(meeting.id))]);
            }
            _ => {}
        }
        for digest in entry.erased() {
            let key = words_key(agreement, *digest);
            writes.push(RegisterWrite { key, expected: Expected::Anything, value: None });
        }
    }
    Ok(writes)
}

fn new_value(key: String, value: Bytes) -> RegisterWrite {
    RegisterWrite { key, expected: Expected::Absent, value: Some(value) }
}

/// Puts the contents of words back into entries read from the log. What is erased stays away.
pub(super) async fn restore_words(
    store: &dyn Store,
    agreement: AgreementId,
    entries: &mut [Sealed],
) -> Result<(), RecordError> {
    let mut missing: Vec<_> = entries.iter_mut().flat_map(|sealed| sealed.entry.words_mut()).collect();
    let mut kept = HashMap::new();
    // An agreement's own keys at one go; but for a name or two, not all of them again.
    if missing.len() > ONE_BY_ONE {
        for (key, value) in store.scan(&format!("words/{agreement}/")).await? {
            kept.insert(key, value.value);
        }
    } else {
        for words in &missing {
            let key = words_key(agreement, words.digest());
            if let Some(value) = store.get(&key).await? {
                kept.insert(key, value.value);
            }
        }
    }
    for words in &mut missing {
        let key = words_key(agreement, words.digest());
        let Some(value) = kept.get(&key) else { continue };
        let content: Content = serde_json::from_slice(value)
            .map_err(|error| RecordError::Register { key, why: error.to_string() })?;
        words.restore(content).map_err(|words| RecordError::Words { agreement, words })?;
    }
    Ok(())
}

/// Which agreement a key says that something belongs to.
pub(super) async fn agreement_of(store: &dyn Store, key: String) -> Result<Option<AgreementId>, RecordError> {
    let Some(kept) = store.get(&key).await? else { return Ok(None) };
    let id = std::str::from_utf8(&kept.value).map_err(|error| error.to_string());
    match id.and_then(|id| id.parse().map_err(|error: uuid::Error| error.to_string())) {
        Ok(agreement) => Ok(Some(agreement)),
        Err(why) => Err(RecordError::Register { key, why }),
    }
}
