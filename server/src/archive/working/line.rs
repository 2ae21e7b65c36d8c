//! An entry of a text log as a line of JSON.

use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, ProposalId};
use crate::text::log::{Carried, EpochId, EpochReason, TextEntry};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An entry with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::archive) struct Line {
    /// Where it stands in the log.
    pub(in crate::archive) position: u64,
    /// When it was written.
    pub(in crate::archive) at: Timestamp,
    /// What it is.
    #[serde(flatten)]
    pub(in crate::archive) what: What,
}

/// What an entry of a text log is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::archive) enum What {
    /// A new document began.
    Epoch { epoch: EpochId, client: u64, reason: Reason, update: Encoded },
    /// A member sent an update (Yjs, version 1).
    Update { member: MemberId, update: Encoded, carried: Vec<Run> },
    /// The section was locked at a revision.
    Lock { revision: Digest },
    /// The section was opened again.
    Unlock {},
    /// A member accepted a proposal; the words are its author's (Yjs, version 1).
    Accepted { member: MemberId, author: MemberId, proposal: ProposalId, update: Encoded, carried: Vec<Run> },
}

/// Why an epoch began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::archive) enum Reason {
    Created,
    Restored,
    Rebuilt,
    Purged,
}

/// Words that keep their author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::archive) struct Run {
    client: u64,
    clock: u32,
    length: u32,
    root_client: u64,
    root_clock: u32,
}

/// Bytes, in base64 with padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::archive) struct Encoded(pub(in crate::archive) Vec<u8>);

impl Serialize for Encoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Encoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

impl Line {
    /// An entry as the log holds it.
    pub(in crate::archive) fn read(position: u64, bytes: &[u8]) -> Result<Self, String> {
        let entry = TextEntry::decode(bytes).map_err(|error| format!("at {position}: {error}"))?;
        let (at, what) = match entry {
            TextEntry::Epoch { epoch, client, at, reason, initial } => {
                let reason = match reason {
                    EpochReason::Created => Reason::Created,
                    EpochReason::Restored => Reason::Restored,
                    EpochReason::Rebuilt => Reason::Rebuilt,
                    EpochReason::Purged => Reason::Purged,
                };
                (at, What::Epoch { epoch, client, reason, update: Encoded(initial) })
            }
            TextEntry::Update { at, member, update, carried } => {
                let carried = carried.iter().map(Run::of).collect();
                (at, What::Update { member, update: Encoded(update), carried })
            }
            TextEntry::Lock { at, revision } => (at, What::Lock { revision: Digest(revision) }),
            TextEntry::Unlock { at } => (at, What::Unlock {}),
            TextEntry::Accepted { at, member, author, proposal, update, carried } => {
                let (update, carried) = (Encoded(update), carried.iter().map(Run::of).collect());
                (at, What::Accepted { member, author, proposal, update, carried })
            }
        };
        let at = Timestamp::from_millisecond(at).map_err(|error| format!("at {position}: {error}"))?;
        Ok(Self { position, at, what })
    }

    /// RFC 8785, without a line break.
    pub(in crate::archive) fn json(&self) -> Result<Vec<u8>, String> {
        serde_json_canonicalizer::to_vec(self).map_err(|error| error.to_string())
    }
}

impl Run {
    fn of(carried: &Carried) -> Self {
        let Carried { client, clock, length, root_client, root_clock } = *carried;
        Self { client, clock, length, root_client, root_clock }
    }
}
