//! Who does what is recorded.

use super::id::MemberId;
use serde::{Deserialize, Serialize};

/// Who did what an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Who runs the server, from its command line.
    Operator,
    /// A member, over an authenticated connection.
    Member {
        /// Which one.
        member: MemberId,
    },
    /// The server by itself, as it was set up to.
    Server,
}

impl Actor {
    /// The member, if it was one.
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member { member } => Some(member),
            Self::Operator | Self::Server => None,
        }
    }
}
