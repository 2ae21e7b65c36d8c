//! What a section's CRDT document is made of, apart from its text.

use yrs::branch::{Branch, BranchPtr};
use yrs::{ClientID, Doc, OffsetKind, Options, TextRef};

/// The root type that the editor binds to: an XML fragment.
pub const TEXT_ROOT: &str = "default";

/// The root map in which the server says what document this is.
pub const ABOUT_ROOT: &str = "overens";

/// Key of [`ABOUT_ROOT`]: the epoch, a UUID as string.
pub const ABOUT_EPOCH: &str = "epoch";

/// Key of [`ABOUT_ROOT`]: the [schema's version](super::schema::version) when the epoch began, a number.
pub const ABOUT_SCHEMA: &str = "schema";

/// An empty document that counts as Yjs does, in UTF-16 units, and writes under `client` (below 2^53).
pub fn empty(client: u64) -> Doc {
    let options = Options::with_client_id(ClientID::new(client));
    Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..options })
}

/// The same, but nothing is tidied in it: what it holds is what was applied, and what was written in it.
pub fn untidied(client: u64) -> Doc {
    let options = Options::with_client_id(ClientID::new(client));
    Doc::with_options(Options { offset_kind: OffsetKind::Utf16, cleanup_formatting: false, ..options })
}

/// The children of any shared type, to be read with [`yrs::Text::diff`].
///
/// yrs's own iterators over children stop at the first that is no XML, so that whatever follows would
/// be missing, and never end at a character outside the Basic Multilingual Plane that stands outside
/// a text; a client can send both.
pub(super) fn sequence(branch: &Branch) -> TextRef {
    TextRef::from(BranchPtr::from(branch))
}
