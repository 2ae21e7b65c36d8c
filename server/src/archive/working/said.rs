//! An entry of a discussion log as a line of JSON, with the words that were said in it.

use crate::agreement::id::{AgreementId, CommentId, MemberId};
use crate::archive::manifest::canonical;
use crate::discussing::{Entry, Event, ThreadEvent, comment_prefix, discussion_log};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Entries read from a log at one go.
const PAGE: usize = 1024;

/// Something that somebody did in a discussion.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::archive) struct Said {
    /// Its position in the log.
    pub(in crate::archive) position: u64,
    /// When.
    pub(in crate::archive) at: Timestamp,
    /// Who.
    pub(in crate::archive) by: MemberId,
    /// What.
    pub(in crate::archive) event: Event,
    /// The words of the comment that it brought, as they stood when this was taken out; null if they were deleted.
    pub(in crate::archive) text: Option<String>,
}

impl Said {
    /// The line, without its end.
    pub(in crate::archive) fn json(&self) -> Result<Vec<u8>, String> {
        canonical(self).map_err(|error| error.to_string())
    }
}

/// Everything that was done in an agreement's discussion before an instant.
pub(super) async fn said_until(
    store: &dyn Store,
    agreement: AgreementId,
    until: Timestamp,
) -> Result<Vec<Said>, String> {
    let log = discussion_log(agreement);
    let broken = |error: StoreError| error.to_string();
    let mut from = store.packed(log).await.map_err(broken)?.purged;
    let mut said = Vec::new();
    loop {
        let page = store.read(log, from, PAGE).await.map_err(broken)?;
        for (index, bytes) in page.iter().enumerate() {
            let position = from.after(index).0;
            let Entry { at, by, event } =
                Entry::decode(bytes).map_err(|error| format!("at {position}: {error}"))?;
            if at >= until {
                return Ok(said);
            }
            let text = match brought(&event) {
                Some(comment) => words(store, agreement, comment).await.map_err(broken)?,
                None => None,
            };
            said.push(Said { position, at, by, event, text });
        }
        if page.len() < PAGE {
            return Ok(said);
        }
        from = from.after(page.len());
    }
}

/// The comment that an event brought.
fn brought(event: &Event) -> Option<CommentId> {
    match event {
        Event::Thread(ThreadEvent::Opened { comment, .. } | ThreadEvent::CommentAdded { comment, .. }) => {
            Some(*comment)
        }
        _ => None,
    }
}

async fn words(
    store: &dyn Store,
    agreement: AgreementId,
    comment: CommentId,
) -> Result<Option<String>, StoreError> {
    let kept = store.get(&format!("{}{comment}", comment_prefix(agreement))).await?;
    Ok(kept.map(|kept| String::from_utf8_lossy(&kept.value).into_owned()))
}
