//! Files that belong to entries of the record.

use super::text;
use crate::agreement::decision;
use crate::agreement::digest::Digest;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file that was uploaded to an agreement.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Attachment {
    /// SHA-256 of its content.
    pub(in crate::http) id: Digest,
    pub(in crate::http) name: String,
    /// Found out by looking at its content.
    pub(in crate::http) media_type: String,
    pub(in crate::http) bytes: u64,
}

impl Attachment {
    pub(super) fn of(attachment: &decision::Attachment) -> Self {
        Self {
            id: attachment.content,
            name: text(&attachment.name),
            media_type: attachment.media_type.clone(),
            bytes: attachment.bytes,
        }
    }
}
